import TestSupport
import Testing

/// One vendor's wire, written by hand from its documents; shares nothing with the dialect files.
enum Vendor: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case tencent, aliyun

    var testDescription: String { rawValue }

    /// What a device of this vendor subscribes to.
    var deviceFilters: [String] {
        self == .tencent ? ["$ota/update/+/+"] : ["/ota/device/upgrade/+/+", "/sys/+/+/thing/ota/firmware/get_reply"]
    }
    /// What a backend of this vendor subscribes to.
    var backendFilters: [String] {
        self == .tencent
            ? ["$ota/report/+/+"]
            : ["/ota/device/inform/+/+", "/ota/device/progress/+/+", "/sys/+/+/thing/ota/firmware/get"]
    }

    func report(_ version: String, of name: String) -> (topic: String, payload: String) {
        switch self {
        case .tencent:
            ("$ota/report/\(name)", #"{"type":"report_version","report":{"version":"\#(version)"}}"#)
        case .aliyun: ("/ota/device/inform/\(name)", #"{"id":"1","params":{"version":"\#(version)"}}"#)
        }
    }

    func offer(_ version: String, to name: String, url: String = "https://ota.example/fw.bin") -> (
        topic: String, payload: String
    ) {
        let digest = "36eb5951179db14a631463a37a9322a2"
        return switch self {
        case .tencent:
            (
                "$ota/update/\(name)",
                #"{"file_size":708482,"md5sum":"\#(digest)","type":"update_firmware","url":"\#(url)","version":"\#(version)"}"#
            )
        case .aliyun:
            (
                "/ota/device/upgrade/\(name)",
                """
                {"code":"1000","data":{"size":708482,"sign":"\(digest)","version":"\(version)","signMethod":"Md5",\
                "url":"\(url)","md5":"\(digest)"},"id":1568864790381,"message":"success"}
                """
            )
        }
    }

    func downloading(_ percent: Int, _ version: String, of name: String) -> (topic: String, payload: String) {
        switch self {
        case .tencent: tencentProgress(#""state":"downloading","percent":"\#(percent)""#, version, name)
        case .aliyun: ("/ota/device/progress/\(name)", #"{"id":"2","params":{"step":"\#(percent)","desc":""}}"#)
        }
    }

    /// The device says that it has installed the package.
    func done(_ version: String, of name: String) -> (topic: String, payload: String) {
        switch self {
        case .tencent: tencentProgress(#""state":"done""#, version, name)
        case .aliyun: downloading(100, version, of: name)
        }
    }

    func failure(_ code: String, note: String, _ version: String, of name: String) -> (topic: String, payload: String) {
        switch self {
        case .tencent:
            tencentProgress(#""state":"fail""#, version, name, code: code, note: note)
        case .aliyun:
            ("/ota/device/progress/\(name)", #"{"id":"3","params":{"step":"\#(code)","desc":"\#(note)"}}"#)
        }
    }

    /// How a failure's code stands in what a backend of this vendor hears.
    func shownCode(_ code: String) -> String {
        self == .tencent ? #""result_code":"\#(code)""# : #""step":"\#(code)""#
    }

    private func tencentProgress(
        _ state: String, _ version: String, _ name: String, code: String = "0", note: String = ""
    ) -> (topic: String, payload: String) {
        (
            "$ota/report/\(name)",
            """
            {"type":"report_progress","report":{"progress":{\(state),"result_code":"\(code)","result_msg":"\(note)"},\
            "version":"\(version)"}}
            """
        )
    }
}

extension Peer {
    func say(_ message: (topic: String, payload: String)) throws { try say(message.topic, message.payload) }

    /// Publishes and waits for the broker's PUBACK.
    func tell(_ message: (topic: String, payload: String)) throws {
        try driver.publish(message.topic, Array(message.payload.utf8))
    }
}
