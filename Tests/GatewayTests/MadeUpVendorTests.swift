import Journal
import Testing

@testable import Gateway

/// A third vendor is one more file: other topics, keys, codes and expiry, and no line of Swift.
struct MadeUpVendorTests {
    private static func acme() throws -> String {
        try Scene.mapping("tencent.yaml")
            .replacing("dialect: tencent", with: "dialect: acme")
            .replacing("$ota/report/", with: "acme/up/").replacing("$ota/update/", with: "acme/down/")
            .replacing("type: report_version\n", with: "what: hello\n").replacing("report_progress", with: "news")
            .replacing("update_firmware", with: "take_this").replacing("type:", with: "what:")
            .replacing("file_size", with: "bytes").replacing("md5sum", with: "digest").replacing("url:", with: "href:")
            .replacing("result_code", with: "rc").replacing("result_msg", with: "why")
            .replacing("download.timeout: \"-1\"", with: "download.timeout: \"-71\"")
            .replacing("integrity: \"-4\"", with: "integrity: \"-74\"").replacing(
                "install: \"-5\"", with: "install: \"-75\""
            )
            .replacing("download: { print: \"-1\" }", with: "download: { print: \"-71\" }")
            .replacing("timed-out: { print: \"-1\" }", with: "timed-out: { print: \"-71\" }")
            .replacing("upgrade: { print: \"-5\"", with: "upgrade: { print: \"-75\"")
            .replacing("Expires=${unix}", with: "goodUntil=${unix}")
            .replacing("offer.href", with: "offer.url").replacing("\\nhref-expiry", with: "\\nurl-expiry")
    }

    private struct Words: Sendable {
        let report: @Sendable (String, String) -> (topic: String, payload: String)
        let offer: @Sendable (String, String) -> (topic: String, payload: String)
        let progress: @Sendable (String, Int) -> (topic: String, payload: String)
        let failure: @Sendable (String) -> (topic: String, payload: String)
        /// What the failure says to a backend of this vendor.
        let shownFailure: String
    }

    private static let url = "https://ota.example/fw.bin"
    private static let digest = "36eb5951179db14a631463a37a9322a2"
    private static let words: [String: Words] = [
        "acme": Words(
            report: { ("acme/up/\($0)", #"{"what":"hello","report":{"version":"\#($1)"}}"#) },
            offer: {
                (
                    "acme/down/\($0)",
                    #"{"bytes":9,"digest":"\#(digest)","what":"take_this","href":"\#(url)?goodUntil=4000000000","version":"\#($1)"}"#
                )
            },
            progress: {
                (
                    "acme/up/\($0)",
                    #"{"what":"news","report":{"progress":{"state":"downloading","percent":"\#($1)","rc":"0","why":""},"version":"2.0.0"}}"#
                )
            },
            failure: {
                (
                    "acme/up/\($0)",
                    #"{"what":"news","report":{"progress":{"state":"fail","rc":"-74","why":"bad"},"version":"2.0.0"}}"#
                )
            }, shownFailure: #""rc":"-74""#),
        "tencent": Words(
            report: { ("$ota/report/\($0)", #"{"type":"report_version","report":{"version":"\#($1)"}}"#) },
            offer: {
                (
                    "$ota/update/\($0)",
                    #"{"file_size":9,"md5sum":"\#(digest)","type":"update_firmware","url":"\#(url)?Expires=4000000000","version":"\#($1)"}"#
                )
            },
            progress: {
                (
                    "$ota/report/\($0)",
                    #"{"type":"report_progress","report":{"progress":{"state":"downloading","percent":"\#($1)","result_code":"0","result_msg":""},"version":"2.0.0"}}"#
                )
            },
            failure: {
                (
                    "$ota/report/\($0)",
                    #"{"type":"report_progress","report":{"progress":{"state":"fail","result_code":"-4","result_msg":"bad"},"version":"2.0.0"}}"#
                )
            }, shownFailure: #""result_code":"-4""#),
        "aliyun": Words(
            report: { ("/ota/device/inform/\($0)", #"{"id":"1","params":{"version":"\#($1)"}}"#) },
            offer: {
                (
                    "/ota/device/upgrade/\($0)",
                    #"{"code":"1000","data":{"size":9,"sign":"\#(digest)","version":"\#($1)","signMethod":"Md5","url":"\#(url)?Expires=4000000000"},"id":1,"message":"success"}"#
                )
            },
            progress: { ("/ota/device/progress/\($0)", #"{"id":"2","params":{"step":"\#($1)","desc":""}}"#) },
            failure: { ("/ota/device/progress/\($0)", #"{"id":"3","params":{"step":"-3","desc":"bad"}}"#) },
            shownFailure: #""step":"-3""#),
    ]

    @Test(
        arguments: ["acme", "tencent", "aliyun"].flatMap { device in ["acme", "tencent", "aliyun"].map { (device, $0) }
        })
    func `an upgrade goes through`(device: String, backend: String) throws {
        var scene = try Scene(
            """
            brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
            backends: { upgrader: { dialect: \(backend), broker: cloud } }
            fleets: { fleet: { devices: "\(device)/P/*", broker: site, backend: upgrader, identity: { product: Q } } }
            """, further: [try Self.acme()])
        let here = try #require(Self.words[device])
        let there = try #require(Self.words[backend])
        func say(_ message: (topic: String, payload: String), on link: String) throws -> [OutboxMessage] {
            scene.now.timers = scene.now.timers.map { $0 + 5_000 }
            return try scene.hear(message.topic, message.payload, onLink: link)
        }
        let report = try say(here.report("P/d", "1.0.0"), on: "site")
        #expect(report.contains { $0.link == "cloud" && $0.text.contains("\"1.0.0\"") && $0.kind == .versionReport })
        let needsReceipt = device != "aliyun" && (backend == "aliyun" || device != backend)
        #expect(report.contains { $0.kind == .receipt } == needsReceipt)
        let offer = try say(there.offer("Q/d", "2.0.0"), on: "cloud")
        #expect(offer.map(\.kind) == [.offer] && offer.first?.link == "site" && offer.first?.expiry == 4_000_000_000)
        #expect(offer.first?.topic == here.offer("P/d", "").topic)
        let progress = try say(here.progress("P/d", 40), on: "site")
        #expect(progress.map(\.kind) == [.progress] && progress.first?.link == "cloud")
        #expect(progress.first?.topic == there.progress("Q/d", 0).topic && progress.first?.text.contains("40") == true)
        let failure = try say(here.failure("P/d"), on: "site")
        #expect(failure.map(\.kind) == [.terminal])
        #expect(failure.first?.text.contains(there.shownFailure) == true, "\(failure.map(\.text))")
    }
}
