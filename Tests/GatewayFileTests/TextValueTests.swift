import GatewayFile
import Testing

struct TextValueTests {
    static let durations: [(String, Duration?)] = [
        ("250ms", .milliseconds(250)), ("90s", .seconds(90)), ("15m", .seconds(900)), ("2h", .seconds(7200)),
        ("1d", .seconds(86_400)), ("90", .seconds(90)), ("0", .zero), ("1.5s", .milliseconds(1500)),
        ("0.5", .milliseconds(500)), ("36500d", .seconds(36_500 * 86_400)), ("36501d", nil), ("", nil), ("s", nil),
        ("-1", nil), ("1 s", nil), ("15min", nil), ("1.", nil), (".5", nil), ("0.5ms", nil), ("1e3", nil), ("１s", nil),
        ("99999999999999999999", nil), ("9223372036854775807d", nil), ("0.0000000001", nil),
    ]

    @Test(arguments: durations) func `a duration is a number and a unit`(text: String, expected: Duration?) {
        #expect((try? DurationText(text))?.duration == expected)
    }

    static let sizes: [(String, Int?)] = [
        ("1GB", 1_000_000_000), ("500MB", 500_000_000), ("64KiB", 65_536), ("1024", 1024), ("1.5KB", 1500), ("10B", 10),
        ("1TiB", 1 << 40), ("1024TiB", 1 << 50), ("1025TiB", nil), ("1gb", nil), ("", nil), ("GB", nil), ("-1", nil),
        ("0.5B", nil), ("1 GB", nil),
    ]

    @Test(arguments: sizes) func `a size is a number and a unit`(text: String, expected: Int?) {
        #expect((try? SizeText(text))?.bytes == expected)
    }

    @Test func `a wrong duration teaches the right ones`() {
        let problem = #expect(throws: TextProblem.self) { try DurationText("15min") }
        #expect(problem?.description == "cannot read the duration '15min'; write 250ms, 90s, 15m, 2h or 1d")
    }

    struct URLRow: Sendable {
        let text: String
        let host: String?
        var port: UInt16 = 0
        var usesTLS = false
    }

    static let urls = [
        URLRow(text: "mqtt://127.0.0.1", host: "127.0.0.1", port: 1883),
        URLRow(text: "MQTTS://Broker.example", host: "Broker.example", port: 8883, usesTLS: true),
        URLRow(text: "mqtt://broker:1/", host: "broker", port: 1),
        URLRow(text: "mqtt://[::1]:2883", host: "::1", port: 2883),
        URLRow(text: "mqtt://[fe80::1]", host: "fe80::1", port: 1883),
        URLRow(text: "mqtt://a:65535", host: "a", port: 65535),
        URLRow(text: "mqtt://a:65536", host: nil), URLRow(text: "mqtt://a:", host: nil),
        URLRow(text: "mqtt://a:-1", host: nil),
        URLRow(text: "mqtt://a:1:2", host: nil), URLRow(text: "mqtt://[::1", host: nil),
        URLRow(text: "mqtt://[]", host: nil),
        URLRow(text: "mqtt://[::1]1883", host: nil), URLRow(text: "mqtt://a b", host: nil),
        URLRow(text: "mqtt:a", host: nil),
        URLRow(text: "", host: nil), URLRow(text: "://", host: nil), URLRow(text: "mqtt:///x", host: nil),
        URLRow(text: "mqtt://u:p@a", host: nil), URLRow(text: "ws://a", host: nil),
        URLRow(text: "mqtt://${env:H}", host: nil),
        URLRow(text: "mqtt://a?b", host: nil),
    ]

    @Test(arguments: urls) func `a broker's url names host and port`(row: URLRow) {
        let url = try? BrokerURL(row.text)
        #expect(url?.host == row.host)
        #expect(url == nil || (url?.port == row.port && url?.usesTLS == row.usesTLS))
    }

    @Test func `a url with a password is refused without quoting it`() {
        let problem = #expect(throws: TextProblem.self) { try BrokerURL("mqtt://gateway:hunter2@host") }
        #expect(problem?.description.contains("hunter2") == false)
    }

    @Test func `a secret shows itself only when asked`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump([secret], to: &dumped)
        #expect("\(secret) \(String(reflecting: [secret])) \(dumped)".contains("hunter2") == false)
        #expect(secret.reveal() == "hunter2")
    }

    static let topics: [(String, String?)] = [
        ("ota/progress/${dialect}/${product}/${device}", "ota/progress/tencent/P/d"), ("ota/${module}", "ota/a%2Fb%23"),
        ("ota", "ota"), ("$${x}/${device}", "${x}/d"), ("", nil), ("ota/+", nil), ("ota/#", nil), ("${devices}", nil),
        ("${device", nil), ("a\u{0}", nil),
    ]

    @Test(arguments: topics) func `a progress topic has its holes filled`(text: String, expected: String?) {
        let topic = try? ProgressTopic(text)
        #expect(topic?.name(dialect: "tencent", product: "P", device: "d", module: "a/b#") == expected)
    }
}
