import Journal
import Migration

extension StatusText {
    package mutating func add(_ status: MigrationStatus) {
        add("migration \(status.name): \(status.stage)\(status.pause.map { ", PAUSED: \($0)" } ?? "")")
        section(
            "fleets go to backend \(status.destination)",
            status.fleets.map { fleet in
                let exceptions = fleet.exceptions > 0 ? ", \(fleet.exceptions) exceptions" : ""
                return "\(fleet.name) from backend \(fleet.origin), as \(fleet.identity)\(exceptions)"
            })
        let pace = status.pace.map { "\($0) devices a minute" } ?? "no limit of devices a minute"
        let alarm = status.alarm
        section("waves, the newest last; \(pace)", status.waves)
        var rows = ["\(status.devices.atOrigin) with the old backend, \(status.devices.atDestination) with the new one"]
        if status.devices.leaving > 0 {
            rows.append("\(status.devices.leaving) wait for something to end before they go")
        }
        if !status.devices.isWhole { rows.append("the gateway has not gone through all of them yet") }
        section("devices", rows)
        section("they wait for", Self.some(status.leaving.map { "\($0.device): \($0.upgrade)" }))
        if alarm.succeeded + alarm.failed > 0 {
            section(
                "upgrades of moved devices: \(alarm.succeeded) succeeded, \(alarm.failed) failed; "
                    + "stops when more than \(alarm.percent) % fail, of \(alarm.least) at least",
                alarm.failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) x \($0.key)" })
        }
        addReadiness(status)
        section(
            "what was done",
            status.audit.map {
                let reason = $0.reason.isEmpty ? "" : " (\($0.reason))"
                return "\(timestamp($0.time))  \($0.who): \($0.command)\(reason): \($0.outcome)"
            })
    }

    private mutating func addReadiness(_ status: MigrationStatus) {
        guard !status.readiness.isEmpty, status.stage != Migration.Stage.planned.rawValue else { return }
        let total = status.readiness.values.reduce(0, +)
        let answer =
            status.isReady ? "ready for all" : "not ready for \(status.unready.count) of \(total)"
        section(
            "the new backend is \(answer) devices that are still with the old one",
            [Self.count(status.readiness, of: Readiness.allCases.map(\.rawValue))])
        section(
            "it has answered for no device of these products: are they known there?",
            status.unansweredProducts.map { "\($0.product), \($0.devices) devices" })
        section("not ready", Self.some(status.unready.map { "\($0.device), there \($0.identity): \($0.text)" }))
    }

    /// Not more than people read.
    static func some(_ rows: [String], limit: Int = 20) -> [String] {
        guard rows.count > limit else { return rows }
        return rows.prefix(limit) + ["and \(rows.count - limit) more; --format json names all"]
    }
}
