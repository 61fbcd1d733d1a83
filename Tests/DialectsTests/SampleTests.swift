import Diagnostics
import Foundation
import Testing
import Upgrades

@testable import Dialects

/// A message as a vendor's SDK, cloud or document writes it.
struct Sample: Sendable, Decodable, CustomTestStringConvertible {
    let dialect: String
    let direction: String
    /// The wire's own word for the message.
    let kind: String
    let topic: String
    let payload: String
    /// Where the bytes come from.
    let source: String
    var line = 0
    var testDescription: String { "\(line): \(dialect) \(kind)" }

    private enum CodingKeys: CodingKey {
        case dialect, direction, kind, topic, payload, source
    }

    static let all: [Sample] = {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/messages.jsonl")
        let lines = ((try? Data(contentsOf: url)) ?? Data()).split(separator: UInt8(ascii: "\n"))
        return lines.enumerated().compactMap { place, line in
            guard var sample = try? JSONDecoder().decode(Sample.self, from: Data(line)) else { return nil }
            sample.line = place + 1
            return sample
        }
    }()

    var sender: Sender { direction == "up" ? .device : .backend }

    /// What the gateway calls it.
    var expectedKind: MessageKind? {
        switch kind {
        case "report_version", "inform": .versionReport
        case "report_version_rsp": .versionReceipt
        case "update_firmware", "upgrade": .offer
        case "report_progress", "progress": .progress
        case "get", "request": .query
        case "get_reply": .queryReply
        default: nil
        }
    }

    func read() throws -> CanonicalMessage {
        try Repository.dialect(dialect).read(payload, on: topic, from: sender)
    }
}

struct SampleTests {
    /// Samples that nobody can read, by line, with the reason that their source gives.
    static let setAside: [Int: SetAsideCode] = [
        40: .unknownValue,  // unknown state
        59: .unknownTopic,  // blocks of a download through the broker
    ]

    @Test func `every sample is there`() { #expect(Sample.all.count == 59) }

    @Test(arguments: Sample.all) func `a sample is read as what it is, or set aside for its reason`(sample: Sample)
        throws
    {
        if let code = Self.setAside[sample.line] {
            let failure = #expect(throws: TranslationFailure.self) { try sample.read() }
            #expect(failure?.code == code)
        } else {
            #expect(try sample.read().kind == sample.expectedKind)
        }
    }

    private static let url = "http://127.0.0.1:28880/fw/app.bin?Expires=1999999999&Signature=a%2Bb"

    /// Fields of single samples, by line.
    static let fields: [(line: Int, read: String)] = [
        (1, "version=1.0.0"), (2, "target=2.0.0 size=300000 url=\(url) md5=d3d1ef4883e405c30d1340acb6ae0118"),
        (5, "note=time_out target=2.0.0 phase=failed failure=download.not-found(result_code=-2)"),
        (7, "target=2.0.0-\u{3B2} phase=installed"), (8, "target=2.0.0 phase=installed"),
        (10, "note=time_out target=2.0.0 phase=failed failure=integrity(result_code=-4)"),
        (12, "note=time_out target=2.0.0 phase=failed failure=download.denied(result_code=-3)"),
        (13, "id=2 phase=downloading percent=1"), (14, "id=5 phase=downloaded"),
        (
            15,
            "id=1795292582836 module=MCU target=2.0.0 size=300000 url=\(url) "
                + "sha256=8405a798623c6634bdf0d9bd19d38d97c84b16ba3b31d7cbaee08bff243424b7"
        ),
        (16, "id=2 module=MCU phase=downloading percent=1"),
        (18, "id=1795292589737 target=2.0.0 size=300000 url=\(url) md5=d176d17dc69310da2468c6f1a86e2162"), (19, "id=1"),
        (20, "note=OTA_DIGEST_MISMATCH id=3 phase=failed failure=integrity(step=-3)"),
        (25, "version=app-1.0.0-20180101.1000 id=\"1\""),
        (27, "id=0 phase=downloading percent=6"), (28, "id=0 phase=downloaded"),
        (32, "target=0.0.1 phase=downloading percent=3"),
        (33, "note=MD5不匹配 target=0.0.2 phase=failed failure=integrity(result_code=-4)"),
        (34, "note=timeout target=2.0.0 phase=failed failure=download.timeout(result_code=-1)"),
        (36, "note=upgrade fail target=2.0.0 phase=failed failure=install(result_code=-5)"),
        (37, "note=Downloading Firmware Image target=2.0.0 phase=downloading percent=0"),
        (38, "note=ota_fail target=1.0.3 phase=failed failure=install(result_code=-5)"),
        (39, "target=2.0.0 phase=downloading percent=100"),
        (41, "target=0.2 size=708482 url=https://h/f?a=1&b=2 md5=36EB5951179DB14A631463A37A9322A2 +/fw_type=\"mcu\""),
        (42, "version=0.1 receipt-code=0 note=success"), (45, "version=1-0-0 id=1"),
        (48, "version=1.1.0 id=\"1\" module=MCU"), (49, "id=0 module=MCU phase=downloading percent=45"),
        (50, "version=1.0.0 id=0"), (53, "id=4 module=mcu"), (56, "id=\"123\""),
        (
            57,
            "id=9 target=2.0.0 size=5 url=https://h/a md5=5d41402abc4b2a76b9719d911017c592 +/data/size=5 +/data/files/0/fileName=\"a\""
        ),
        (58, "note=烧写失败 id=\"1\" phase=failed failure=install(step=-4)"),
    ]

    @Test(arguments: fields) func `a sample says what its source says`(line: Int, read: String) throws {
        let sample = try #require(Sample.all.first { $0.line == line })
        #expect(try sample.read().summary == read)
    }

    @Test func `a package in blocks stays one, with all that stands beside it`() throws {
        let message = try #require(Sample.all.first { $0.line == 44 }).read()
        #expect(message.package?.transport == .stream)
        #expect(message.package?.stream == 1_397_345)
        #expect(message.package?.streamFile == 1)
        #expect(message.package?.isDiff == true)
        #expect(message.package?.signature == "A4WOP***SYHJ6DDDJD9***")
        #expect(message.package?.extraData?.string == "{\"key1\":\"value1\",\"key2\":\"value2\"}")
    }

    @Test(arguments: [13, 20, 32, 37]) func `the members that told the state are kept as they came`(line: Int) throws {
        let native: [Int: String] = [
            13: "{\"step\":1,\"desc\":\"\"}", 20: "{\"step\":-3,\"desc\":\"OTA_DIGEST_MISMATCH\"}",
            32: "{\"state\":\"downloading\",\"percent\":\"3\",\"result_code\":\"0\",\"result_msg\":\"\"}",
            37:
                "{\"state\":\"downloading\",\"percent\":\"0\",\"result_code\":\"0\",\"result_msg\":\"Downloading Firmware Image\"}",
        ]
        let sample = try #require(Sample.all.first { $0.line == line })
        #expect(try sample.read().native?.string == native[line])
    }
}
