import Foundation

/// How the two vendors write, from their documents; shares nothing with the dialect files.
enum Vendor: String, Sendable {
    case tencent, aliyun

    /// What a device says.
    ///
    /// Versions and targets are numbers here, `1.0.N` on the wire.
    enum Report: Equatable {
        case version(Int)
        case percent(Int, target: Int)
        case burning(target: Int)
        case done(target: Int)
        case failed(target: Int)
    }

    var deviceFilters: [String] { self == .tencent ? ["$ota/update/+/+"] : ["/ota/device/upgrade/+/+"] }
    var backendFilters: [String] {
        self == .tencent ? ["$ota/report/+/+"] : ["/ota/device/inform/+/+", "/ota/device/progress/+/+"]
    }

    /// What a device sends, under the name `product/device`.
    func print(_ report: Report, of name: String) -> (topic: String, payload: String) {
        switch (self, report) {
        case (.tencent, .version(let version)):
            ("$ota/report/\(name)", #"{"type":"report_version","report":{"version":"1.0.\#(version)"}}"#)
        case (.tencent, .percent(let percent, let target)):
            tencent(#""state":"downloading","percent":"\#(percent)""#, target, name)
        case (.tencent, .burning(let target)): tencent(#""state":"burning""#, target, name)
        case (.tencent, .done(let target)): tencent(#""state":"done""#, target, name)
        case (.tencent, .failed(let target)): tencent(#""state":"fail""#, target, name, code: "-2")
        case (.aliyun, .version(let version)):
            ("/ota/device/inform/\(name)", #"{"id":"\#(version)","params":{"version":"1.0.\#(version)"}}"#)
        case (.aliyun, .percent(let percent, _)): aliyun(percent, "", name)
        case (.aliyun, .burning), (.aliyun, .done): aliyun(100, "", name)
        case (.aliyun, .failed(let target)): aliyun(-2, "t\(target)", name)
        }
    }

    private func tencent(
        _ state: String, _ target: Int, _ name: String, code: String = "0"
    ) -> (topic: String, payload: String) {
        let note = code == "0" ? "" : "t\(target)"
        return (
            "$ota/report/\(name)",
            """
            {"type":"report_progress","report":{"progress":{\(state),"result_code":"\(code)","result_msg":"\(note)"},\
            "version":"1.0.\(target)"}}
            """
        )
    }

    private func aliyun(_ step: Int, _ note: String, _ name: String) -> (topic: String, payload: String) {
        ("/ota/device/progress/\(name)", #"{"id":"7","params":{"step":"\#(step)","desc":"\#(note)"}}"#)
    }

    /// What a backend sends to a device.
    func offer(_ target: Int, to name: String) -> (topic: String, payload: String) {
        let digest = "36eb5951179db14a631463a37a9322a2"
        let url = "https://ota.example/fw-\(target).bin"
        return switch self {
        case .tencent:
            (
                "$ota/update/\(name)",
                """
                {"file_size":708482,"md5sum":"\(digest)","type":"update_firmware","url":"\(url)",\
                "version":"1.0.\(target)"}
                """
            )
        case .aliyun:
            (
                "/ota/device/upgrade/\(name)",
                """
                {"code":"1000","data":{"size":708482,"sign":"\(digest)","version":"1.0.\(target)","signMethod":"Md5",\
                "url":"\(url)","md5":"\(digest)"},"id":\(1_568_864_790_381 + target),"message":"success"}
                """
            )
        }
    }

    /// The target of an offer that a device hears; nil for anything else.
    func readOffer(_ payload: [UInt8]) -> Int? {
        let message = Self.object(payload)
        return switch self {
        case .tencent: message["type"] as? String == "update_firmware" ? Self.number(message["version"]) : nil
        case .aliyun: Self.number((message["data"] as? [String: Any])?["version"])
        }
    }

    /// What a backend hears of a device, and the message's id where this vendor has one.
    func readReport(_ topic: String, _ payload: [UInt8]) -> (report: Report, id: String?)? {
        let message = Self.object(payload)
        switch self {
        case .tencent:
            guard let report = message["report"] as? [String: Any], let version = Self.number(report["version"]) else {
                return nil
            }
            guard let progress = report["progress"] as? [String: Any] else { return (.version(version), nil) }
            switch progress["state"] as? String {
            case "downloading":
                return (.percent(Int(progress["percent"] as? String ?? "") ?? -1, target: version), nil)
            case "burning": return (.burning(target: version), nil)
            case "done": return (.done(target: version), nil)
            default: return (.failed(target: version), nil)
            }
        case .aliyun:
            guard let params = message["params"] as? [String: Any], let id = message["id"] as? String else {
                return nil
            }
            if topic.hasPrefix("/ota/device/inform/") {
                return Self.number(params["version"]).map { (.version($0), id) }
            }
            guard let step = Int(params["step"] as? String ?? "") else { return nil }
            if step >= 0 { return (.percent(step, target: 0), id) }
            // The note of a failure that crosses dialects stands behind the native code.
            let note = (params["desc"] as? String ?? "").split(separator: "t").last.map(String.init)
            return Int(note ?? "").map { (.failed(target: $0), id) }
        }
    }

    private static func object(_ payload: [UInt8]) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any] ?? [:]
    }

    /// The number of a version `1.0.N`.
    static func number(_ version: Any?) -> Int? {
        guard let text = version as? String, text.hasPrefix("1.0.") else { return nil }
        return Int(text.dropFirst(4))
    }
}
