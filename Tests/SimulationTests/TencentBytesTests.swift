import Testing

@testable import Simulation

/// What each SDK for the Tencent dialect prints, against bytes captured from it.
struct TencentBytesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let profile: TencentProfile
        let what: String
        let text: String
        let print: @Sendable (inout TencentDevice, DownloadOffer) -> [Publication]
        var testDescription: String { "\(profile.name) \(what)" }
    }

    static let rows = [
        Row(
            profile: .pythonSDK, what: "version",
            text: #"{"type": "report_version", "report": {"version": "1.0.0"}}"#
        ) { wire, _ in wire.greet(version: "1.0.0", resumes: false) },
        Row(
            profile: .cSDK, what: "version", text: #"{"type": "report_version", "report":{"version":"1.0.0"}}"#
        ) { wire, _ in wire.greet(version: "1.0.0", resumes: false) },
        Row(
            profile: .javaSDK, what: "version", text: #"{"report":{"version":"1.0.0"},"type":"report_version"}"#
        ) { wire, _ in wire.greet(version: "1.0.0", resumes: false) },
        Row(
            profile: .pythonSDK, what: "404",
            text:
                #"{"type": "report_progress", "report": {"progress": {"state": "fail", "result_code": "-2", "result_msg": "time_out"}, "version": "2.0.0"}}"#
        ) { wire, offer in wire.failed(.notFound, offer) },
        Row(
            profile: .pythonSDK, what: "done",
            text:
                #"{"type": "report_progress", "report": {"progress": {"state": "done", "result_code": "0", "result_msg": ""}, "version": "2.0.0-\u03b2"}}"#
        ) { wire, offer in
            var offer = offer
            offer.version = "2.0.0-β"
            return wire.done(offer)
        },
        Row(
            profile: .cSDK, what: "done",
            text:
                #"{"type": "report_progress", "report":{"progress":{"state":"done", "result_code":"0", "result_msg":""}, "version":"2.0.0"}}"#
        ) { wire, offer in wire.done(offer) },
        Row(
            profile: .cSDK, what: "digest",
            text:
                #"{"type": "report_progress", "report": {"progress": {"state":"fail", "result_code":"-4", "result_msg":"time_out"}, "version": "2.0.0"}}"#
        ) { wire, offer in wire.failed(.digest, offer) },
        Row(
            profile: .javaSDK, what: "progress",
            text:
                #"{"report":{"progress":{"result_msg":"","result_code":"0","state":"downloading","percent":"3"},"version":"2.0.0"},"type":"report_progress"}"#
        ) { wire, offer in wire.progress(stored: 30, of: offer) },
        Row(
            profile: .luat, what: "burn",
            text:
                #"{"type":"report_progress","report":{"progress":{"state": "fail","result_code": "-5","result_msg": "ota_fail"}},"version": "2.0.0"}"#
        ) { wire, offer in wire.failed(.burn, offer) },
        Row(
            profile: .luat, what: "percent one too low",
            text:
                #"{"type":"report_progress","report":{"progress":{"state": "downloading","percent": "-1","result_code": "0","result_msg": ""}},"version": "2.0.0"}"#
        ) { wire, offer in wire.progress(stored: 0, of: offer) },
    ]

    @Test(arguments: rows) func `the first message is as the SDK writes it`(row: Row) {
        var wire = TencentDevice(product: "PRODTENC01", device: "dev1", profile: row.profile)
        let offer = DownloadOffer(
            version: "2.0.0", size: 1000, digestKind: .md5, digest: emptyMD5, url: "http://h/f", module: nil)
        let first = row.print(&wire, offer).first
        #expect(first?.payload == row.text)
        #expect(first?.topic == "$ota/report/PRODTENC01/dev1")
    }
}
