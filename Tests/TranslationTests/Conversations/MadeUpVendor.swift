import Dialects
import Testing

/// Acme: Tencent's dialect file with other topics, members, states, codes and URL parameters, and no Swift of its own.
enum Acme {
    private static let words = [
        ("dialect: tencent", "dialect: acme"), ("$ota/report/", "acme/v1/up/"), ("$ota/update/", "acme/v1/down/"),
        ("report_version_rsp", "hello_ack"), ("report_version", "hello"), ("report_progress", "news"),
        ("update_firmware", "go"), ("result_code", "err"), ("result_msg", "text"), ("file_size", "len"),
        ("md5sum", "digest"),
    ]
    private static let states = [("downloading", "fetching"), ("burning", "flash"), ("done", "ok"), ("fail", "bad")]
    private static let codes = [("-1", "E1"), ("-2", "E2"), ("-3", "E3"), ("-4", "E4"), ("-5", "E5")]

    static func dialect() throws -> Dialect {
        var text = try Mappings.text("tencent.yaml")
        for (word, other) in words { text = text.replacing(word, with: other) }
        for (state, other) in states where state != "downloading" {
            text = text.replacing(": \(state)\n", with: ": \(other)\n")
        }
        text = text.replacing("{ print: done }", with: "{ print: ok }")
        text = text.replacing("state: downloading", with: "doing: fetching").replacing(
            "state: \"${", with: "doing: \"${")
        text = text.replacing("percent: \"", with: "pct: \"")
        for (code, other) in codes { text = text.replacing("\"\(code)\"", with: "\"\(other)\"") }
        text = text.replacing("none: \"0\"", with: "none: \"fine\"").replacing(
            "${failure:code|0}", with: "${failure:code|fine}")
        text = text.replacing("\"Expires=${unix}\"", with: "\"until~${unix}~\"")
        return try Mappings.load(text, name: "acme.yaml")
    }

    /// A Tencent message in Acme's words.
    static func wire(_ wire: Wire) -> Wire {
        var acme = Wire(topic: rewrite(wire.topic), payload: rewrite(wire.payload), qos: wire.qos)
        acme.native = wire.native.map(rewrite)
        return acme
    }

    private static func rewrite(_ text: String) -> String {
        var text = text
        for (word, other) in words {
            text = text.replacing("\"\(word)\"", with: "\"\(other)\"")
            if word.hasSuffix("/") { text = text.replacing(word, with: other) }  // topics
        }
        text = text.replacing("\"err\":\"0\"", with: "\"err\":\"fine\"").replacing("\"percent\"", with: "\"pct\"")
        for (state, other) in states { text = text.replacing("\"state\":\"\(state)\"", with: "\"doing\":\"\(other)\"") }
        for (code, other) in codes { text = text.replacing("\"err\":\"\(code)\"", with: "\"err\":\"\(other)\"") }
        return text
    }
}

/// A side of a conversation, with the messages of a usual upgrade in its words.
enum Speaker: String, CaseIterable {
    case tencent, aliyun, acme

    func dialect() throws -> Dialect {
        switch self {
        case .tencent: try Vendor.tencent.dialect()
        case .aliyun: try Vendor.aliyun.dialect()
        case .acme: try Acme.dialect()
        }
    }

    /// Whether it knows burning and done, and judges by progress.
    var saysDone: Bool { self != .aliyun }
    var product: String { self == .aliyun ? Vendor.aliyun.product : Vendor.tencent.product }

    /// - Parameter id: what Aliyun needs and the others do not.
    func version(_ version: String, id: Int) -> Wire {
        say(Tencent.version(version), or: Aliyun.inform(version, id: id))
    }
    func receipt(_ version: String) -> Wire { say(Tencent.receipt(version), or: Tencent.receipt(version)) }
    func offer(url: String = Sample.url, id: String) -> Wire {
        say(Tencent.offer(url: url), or: Aliyun.offer("2.0", id: id, AliyunPackage(url: url)))
    }
    func downloading(_ percent: Int, id: Int) -> Wire {
        say(Tencent.downloading(percent), or: Aliyun.progress(percent, id: id))
    }
    /// `burning` or `done`; Aliyun has neither.
    func state(_ state: String, id: Int) -> Wire {
        say(Tencent.state(state), or: Aliyun.progress(100, note: state, id: id))
    }
    func wrongDigest(_ note: String, id: Int) -> Wire {
        say(Tencent.fail("-4", note: note), or: Aliyun.progress(-3, note: note, id: id))
    }
    /// How the other side's text names that code.
    var wrongDigestCode: String {
        switch self {
        case .tencent: "result_code=-4"
        case .aliyun: "step=-3"
        case .acme: "err=E4"
        }
    }

    private func say(_ tencent: Wire, or aliyun: Wire) -> Wire {
        switch self {
        case .tencent: tencent
        case .aliyun: aliyun
        case .acme: Acme.wire(tencent)
        }
    }
}
