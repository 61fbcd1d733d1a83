import Dialects
import Testing
import Translation
import Upgrades

/// What becomes of a row about progress, seen in a route.
extension Probe {
    /// The native codes of the classes that a device can tell.
    private static func code(_ vendor: Vendor, _ name: String) -> Int? {
        switch vendor {
        case .tencent:
            [
                "download.timeout": -1, "download.not-found": -2, "download.denied": -3, "integrity": -4, "install": -5,
                "upgrade": -77,
            ][name]
        case .aliyun: ["upgrade": -1, "download": -2, "integrity": -3, "install": -4][name]
        }
    }

    private static func wire(_ vendor: Vendor, phase: String, note: String = "") -> Wire? {
        switch (vendor, phase) {
        case (.tencent, "downloading"): Tencent.downloading(50, note: note)
        case (.tencent, "downloaded"): Tencent.downloading(100, note: note)
        case (.tencent, "installing"): Tencent.state("burning", note: note)
        case (.tencent, "installed"): Tencent.state("done", note: note)
        case (.tencent, "failed"): Tencent.fail("-4", note: note)
        case (.aliyun, "downloading"): Aliyun.progress(50, note: note)
        case (.aliyun, "downloaded"): Aliyun.progress(100, note: note)
        case (.aliyun, "failed"): Aliyun.progress(-3, note: note)
        default: nil
        }
    }

    static func progress(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .progress)
        probe.hear(from.version("1.0"), to.offer())
        switch row.subject {
        case .phase: return try probe.phase(row.name)
        case .failure: return try probe.failure(row.name)
        case .field: return try field(row.name, from, to)
        case .message: return nil
        }
    }

    private mutating func phase(_ name: String) throws -> String? {
        switch name {
        case "succeeded":
            hear(from.downloading(10), from.version("2.0"))
            let isPrinted = try arrived() != nil
            return isPrinted == (to == .tencent) && events.contains { $0.phase == .succeeded } ? "synthesised" : "-"
        case "timed-out":
            hear(from.downloading(10))
            wait(seconds: 1000)
            return try arrived()?.phase == .failed && events.contains { $0.phase == .timedOut } ? "synthesised" : "-"
        case "refused":
            hear(to == .tencent ? Tencent.offer("3.0", md5: "") : Aliyun.offer("3.0", AliyunPackage(md5: "")))
            return try arrived()?.phase == .failed && isRefused ? "synthesised" : "-"
        default:
            guard let wire = Self.wire(from, phase: name) else { return nil }
            hear(wire)
            guard let message = try arrived() else { return "dropped" }
            var phase = message.phase
            if phase == .downloading, message.percent == 100 { phase = .downloaded }
            return phase?.rawValue == name ? "exact" : "collapsed onto \(phase?.rawValue ?? "?")"
        }
    }

    private mutating func failure(_ name: String) throws -> String? {
        guard let code = Self.code(from, name) else { return nil }
        hear(from == .tencent ? Tencent.fail("\(code)") : Aliyun.progress(code))
        guard let message = try arrived() else { return "dropped" }
        let kind = message.failure?.kind.rawValue ?? "?"
        return kind == name ? "exact" : "collapsed onto \(kind)"
    }

    private static func field(_ name: String, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .progress) { if from == .tencent, to == .aliyun { $0.module = "MCU" } }
        probe.hear(
            from.version("1.0"),
            to == .aliyun && from == .tencent ? Aliyun.offer(AliyunPackage(module: "MCU")) : to.offer())
        switch name {
        case "module" where from == .aliyun:
            probe.hear(Aliyun.progress(50, module: "m1"))
            return try probe.arrived().map { $0.module == "m1" ? "exact" : "-" } ?? "dropped"
        case "other members":
            probe.hear(from.downloading(50).adding(#""x":1"#))
            return try probe.arrived()?.extras.isEmpty == false ? "exact" : "dropped"
        default: break
        }
        guard let wire = Self.wire(from, phase: "downloading", note: "words") else { return nil }
        probe.hear(wire)
        let message = try #require(try probe.arrived())
        switch name {
        case "target":
            // the record has it, whoever wrote it
            guard probe.events.last?.target == "2.0" else { return "-" }
            return message.target == "2.0" && from == to ? "exact" : "by record"
        case "percent": return message.percent == 50 ? "exact" : "dropped"
        case "note": return message.note == "words" ? "exact" : "dropped"
        case "module": return message.module == "MCU" ? "by record" : "-"
        case "id": return message.id == nil ? "dropped" : from == to ? "exact" : "synthesised"
        default: return nil
        }
    }
}
