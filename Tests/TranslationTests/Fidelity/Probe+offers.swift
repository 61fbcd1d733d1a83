import Dialects
import Testing
import Translation
import Upgrades

/// What becomes of a row about offers, receipts and replies, seen in a route.
extension Probe {
    static func offer(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .offer) { if from == .tencent, to == .aliyun { $0.module = "MCU" } }
        probe.hear(to.version("1.0"))
        guard let wire = offer(with: row.name, of: from) else { return nil }
        probe.hear(wire)
        if probe.isRefused { return "refused" }
        let message = try #require(try probe.arrived(), "\(row.name)")
        let package = try #require(message.package)
        switch row.name {
        case "target": return message.target == "2.0" ? "exact" : "-"
        case "module" where from == .tencent: return message.module == "MCU" ? "by record" : "-"
        case "module": return message.module == "m1" ? "exact" : "dropped"
        case "id": return message.id == nil ? "dropped" : from == to ? "exact" : "synthesised"
        case "other members": return message.extras.isEmpty ? "dropped" : "exact"
        default: return isThere(row.name, in: package) ? "exact" : "dropped"
        }
    }

    private static func isThere(_ name: String, in package: UpgradePackage) -> Bool {
        switch name {
        case "size": package.size == Int64(Sample.size)
        case "url": package.url == Text(Sample.url)
        case "md5", "md5 alone", "md5 beside sha256": package.md5 == Text(Sample.md5)
        case "sha256 alone", "sha256 beside md5": package.sha256 == Text(Sample.sha256)
        case "diff": package.isDiff == true
        case "signature": package.signature == "s"
        case "files": package.files != nil
        case "method": package.method == "Md5"
        case "extra-data": package.extraData != nil
        default: false
        }
    }

    private static func offer(with name: String, of vendor: Vendor) -> Wire? {
        guard vendor == .aliyun else {
            return ["target", "size", "url", "md5", "module", "id"].contains(name)
                ? Tencent.offer() : name == "other members" ? Tencent.offer().adding(#""x":1"#) : nil
        }
        var package = AliyunPackage()
        switch name {
        case "target", "size", "url", "md5", "md5 alone", "id": break
        case "sha256 alone": (package.md5, package.sha256) = (nil, Sample.sha256)
        case "sha256 beside md5", "md5 beside sha256": package.sha256 = Sample.sha256
        case "diff": package.isDiff = "1"
        case "signature": package.signature = "s"
        case "files", "method": package.files = #"[{"a":1},{"a":2}]"#
        case "stream", "stream-file", "transport": package.stream = 7
        case "extra-data": package.extraData = #"{"k":1}"#
        case "module": package.module = "m1"
        case "other members": return Aliyun.offer(package).adding(#""x":1"#)
        default: return nil
        }
        return Aliyun.offer(package)
    }

    // MARK: receipts

    static func receipt(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .versionReceipt)
        probe.hear(to.version("1.0"))
        if row.name == "of the gateway" { return try probe.arrived()?.receiptCode == 0 ? "synthesised" : "-" }
        guard from == .tencent else { return nil }
        probe.hear(Tencent.receipt("1.0", code: 7, message: "m").adding(#""x":1"#))
        guard let message = try probe.arrived() else { return row.subject == .message ? "dropped" : "-" }
        let isThere =
            switch row.name {
            case "receipt": true
            case "receipt-code": message.receiptCode == 7
            case "version": message.version == "1.0"
            case "note": message.note == "m"
            case "other members": !message.extras.isEmpty
            default: false
            }
        return isThere ? "exact" : "dropped"
    }

    // MARK: replies

    static func reply(_ row: FidelityMatrix.Row, _ from: Vendor, _ to: Vendor) throws -> String? {
        var probe = try Probe(from, to, .queryReply)
        switch (from, to) {
        case (.aliyun, .aliyun):
            let words = row.name.split(separator: ", ").map(String.init)
            guard let data = package(words.last ?? "") else { return nil }
            let isLegacy = words[0] == "request"
            probe.hear(Aliyun.inform("1.0", id: "1"))
            probe.hear(isLegacy ? Aliyun.request("1.0", id: "5") : Aliyun.get(id: "5"))
            var wire = isLegacy ? Aliyun.requestReply(id: "5", "2.0") : Aliyun.getReply(id: "5", "2.0")
            wire.payload = wire.payload.replacing(AliyunPackage().data("2.0"), with: data)
            probe.hear(wire)
            if probe.isRefused { return "refused" }
            return try probe.arrived() == nil ? "dropped" : "exact"
        case (.aliyun, .tencent):
            probe.hear(Tencent.version("1.0"), Aliyun.offer(AliyunPackage(url: "https://f/a?Expires=1")))
            probe.hear(Tencent.version("1.0"))  // the URL has expired: the backend is asked anew
            let query = try #require(try probe.messages(.query, to: .backend).last?.id)
            probe.hear(Aliyun.getReply(id: row.name == "others" ? "\"77\"" : query.string, "3.0"))
            guard try probe.messages(.offer, to: .device).isEmpty else { return "by record" }
            return "dropped"
        case (.tencent, .aliyun):
            let query = row.name == "to get" ? Aliyun.get(id: "5") : Aliyun.request("1.0", id: "5")
            probe.hear(Aliyun.inform("1.0", id: "1"))
            probe.hear(query)
            let isEmptySaid = try probe.arrived() != nil
            probe.hear(Tencent.offer(), query)
            guard let reply = try probe.arrived(), reply.target == "2.0" else { return "-" }
            return isEmptySaid == !row.note.contains("else nothing") ? "synthesised" : "-"
        case (.tencent, .tencent): return nil
        }
    }

    /// The `data` of each form of the shared piece.
    private static func package(_ form: String) -> String? {
        let one = { (sign: String) in
            #"[{"fileSize":1,"fileUrl":"https://f/1","fileSign":"\#(sign)"}]"#
        }
        let several = AliyunPackage(files: "[{},{}]").data("2.0")
        func beside(_ data: String) -> String {
            data.replacing(#""version":"#, with: #""dProtocol":"mqtt","version":"#)
        }
        let sha256 = AliyunPackage(md5: nil, sha256: Sample.sha256)
        return switch form {
        case "nothing": "{}"
        case "md5": AliyunPackage().data("2.0")
        case "sha256": sha256.data("2.0")
        case "one-file": AliyunPackage(files: one(Sample.md5)).data("2.0")
        case "one-file-sha256": AliyunPackage(sha256: Sample.sha256, files: one(Sample.sha256)).data("2.0")
        case "files": several
        case "stream": AliyunPackage(stream: 7).data("2.0")
        case "stream-sha256": AliyunPackage(sha256: Sample.sha256, stream: 7).data("2.0")
        case "stream-beside-md5": beside(AliyunPackage().data("2.0"))
        case "stream-beside-sha256": beside(sha256.data("2.0"))
        case "stream-beside-files": beside(several)
        default: nil
        }
    }
}
