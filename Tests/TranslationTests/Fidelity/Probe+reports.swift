import Dialects
import Testing
import Translation
import Upgrades

/// What becomes of a row about version reports and queries, seen in a route.
extension Probe {
    static func versionReport(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        switch row.name {
        case "of the target":
            var probe = try Probe(from, to, .versionReport) { $0.doneIsSuccess = true }
            probe.hear(from.version("1.0"), to.offer(), Tencent.state("done"))
            return try probe.arrived()?.version == "2.0" ? "synthesised" : "-"
        case "of current":
            var probe = try Probe(from, to, .versionReport)
            probe.hear(from.version("2.0"), to.offer())
            return try probe.arrived()?.version == "2.0" ? "synthesised" : "-"
        default: break
        }
        var probe = try Probe(from, to, .versionReport) { if from == .tencent, to == .aliyun { $0.module = "MCU" } }
        var wire = from.version("1.0")
        if row.name == "module", from == .aliyun { wire = Aliyun.inform("1.0", id: "1", module: "m1") }
        if row.name == "other members" { wire = wire.adding(#""x":1"#) }
        probe.hear(wire)
        guard let message = try probe.arrived() else { return "dropped" }
        switch row.name {
        case "report", "version": return message.version == "1.0" ? "exact" : "dropped"
        case "module": return message.module == "m1" ? "exact" : message.module == "MCU" ? "by record" : "-"
        case "id": return message.id == nil ? "dropped" : from == to ? "exact" : "synthesised"
        case "other members": return message.extras.isEmpty ? "dropped" : "exact"
        default: return nil
        }
    }

    static func query(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .query)
        if row.name == "of the gateway" {
            probe.hear(
                from.version("1.0"), Aliyun.offer(AliyunPackage(url: "https://f/a?Expires=1")), from.version("1.0"))
            return try probe.arrived() == nil ? "-" : "synthesised"
        }
        guard from == .aliyun else { return nil }
        let isLegacy = row.name == "request" || row.name == "version"
        var wire = isLegacy ? Aliyun.request("1.0", id: "5") : Aliyun.get(id: "5", module: "m1")
        if row.name == "get" { wire = Aliyun.get(id: "5") }
        if row.name == "other members" { wire = wire.adding(#""x":1"#) }
        probe.hear(Aliyun.inform("1.0", id: "1"), wire)
        guard let message = try probe.arrived() else {
            // answered in the backend's place; a legacy request only if there is an offer
            probe.hear(to.offer(), wire)
            return try probe.messages(.queryReply, to: .device).isEmpty ? "dropped" : "by record"
        }
        switch row.name {
        case "get", "request": return message.asking == row.name ? "exact" : "collapsed onto \(message.asking ?? "")"
        case "id": return message.id == RawJSON("5") ? "exact" : "dropped"
        case "version": return message.version == "1.0" ? "exact" : "dropped"
        case "module": return message.module == "m1" ? "exact" : "dropped"
        case "other members": return message.extras.isEmpty ? "dropped" : "exact"
        default: return nil
        }
    }
}
