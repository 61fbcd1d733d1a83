import Diagnostics
import Dialects
import Examples
import Testing
import Translation
import Upgrades
import YAMLSource

/// Captured traffic becomes examples that pass at once and give nothing away.
struct RecordingTests {
    private static let secrets = [
        "PRODTENC77", "valve-0042", "a1AliPk7777", "ventil_0042", "c2VjcmV0LXNpZ25hdHVyZQ", "LTAI4FsecretKey",
        "AKIDz8krbsJ5yKBZ",
        "6f5902ac237024bdd0c176cb93063dc4", "6F5902AC237024BDD0C176CB93063DC4", "hunter2",
        "5d41402abc4b2a76b9719d911017c592",
        "d3adb33fd3adb33fd3adb33f",
    ]

    private static let capture = """
        {"topic":"$ota/report/PRODTENC77/valve-0042","payload":{"type":"report_version","report":{"version":"0.1"}},"at":0}
        {"topic":"/ota/device/upgrade/a1AliPk7777/ventil_0042","payload":{"code":"1000","data":{"size":9,"sign":"6f5902ac237024bdd0c176cb93063dc4","version":"0.2","signMethod":"Md5","url":"https://joe:hunter2@bucket.example/a1AliPk7777/fw.bin?Expires=1999999999&OSSAccessKeyId=LTAI4FsecretKey&Signature=c2VjcmV0LXNpZ25hdHVyZQ%3D%3D","md5":"6F5902AC237024BDD0C176CB93063DC4","digestsign":"c2VjcmV0LXNpZ25hdHVyZQ==","extData":{"for":"ventil_0042"}},"id":1568864790381,"message":"success"}}
        {"topic":"/ota/device/upgrade/a1AliPk7777/ventil_0042","payload":{"code":"1000","data":{"size":9,"sign":"6f5902ac237024bdd0c176cb93063dc4","version":"0.2","signMethod":"Md5","url":"https://bucket.example/fw.bin?auth_key=1999999999-0-0-5d41402abc4b2a76b9719d911017c592","md5":"6f5902ac237024bdd0c176cb93063dc4"},"id":1568864790381,"message":"success"}}
        {"at":3.5}
        {"topic":"$ota/report/PRODTENC77/valve-0042","payload":"{\\"type\\":\\"report_progress\\",\\"report\\":{\\"progress\\":{\\"state\\":\\"fail\\",\\"result_code\\":\\"-2\\",\\"result_msg\\":\\"valve-0042: https:\\\\/\\\\/h\\\\/x?sign=q-ak%3DAKIDz8krbsJ5yKBZ%26q-sign-time%3D1%3B2%26q-signature%3Dd3adb33fd3adb33fd3adb33f\\"},\\"version\\":\\"0.2\\"}}}"}
        {"topic":"$ota/report/PRODTENC77/valve-0042","payload64":"//79eyJ0eXBl"}
        {"topic":"other/valve-0042","payload":"it's 'quoted'"}
        """

    private static func route() throws -> Route {
        let dialects = try ShippedMappings().dialects
        let device = try #require(dialects["tencent"])
        let backend = try #require(dialects["aliyun"])
        var options = FleetOptions()
        options.allowed = [.signature]
        return Route(device: device, backend: backend, backendName: "aliyun", options: options)
    }

    private static func recorded() throws -> String {
        let names = [
            Identities(
                device: Identity(product: "PRODTENC77", device: "valve-0042"),
                backend: Identity(product: "a1AliPk7777", device: "ventil_0042"))
        ]
        let capture = Capture(Array(Self.capture.utf8))
        #expect(capture.problems.isEmpty)
        return Recording(capture, over: try Self.route(), names: names, name: "it's recorded").text
    }

    @Test func `what was recorded passes`() throws {
        let text = try Self.recorded()
        var findings = Findings()
        let root = try #require(YAMLReader.read(SourceText(name: "x.yaml", text: text), into: &findings))
        let file = try #require(ExampleReader.read(root, file: "x.yaml", into: &findings))
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
        let example = try #require(file.examples.first)
        #expect(example.name == "it's recorded")
        #expect(example.steps.count == 7)
        #expect(example.steps.allSatisfy { !$0.expected.isEmpty || $0.topic == nil })
        let differences = example.run(dialects: try ShippedMappings().dialects, file: "x.yaml", into: &findings)
        #expect(differences?.map(\.headline) == [], "\(text)")
    }

    @Test(arguments: secrets) func `nothing of a name or a secret is left`(secret: String) throws {
        #expect(Self.capture.contains(secret))
        #expect(try !Self.recorded().contains(secret))
    }

    @Test func `what the rules look at is left as it is`() throws {
        let text = try Self.recorded()
        for part in [
            "Expires=1999999999&OSSAccessKeyId=", "%3D%3D", "auth_key=1999999999-",
            "q-sign-time%3D1%3B2%26q-signature%3D",
            "bucket.example/PRODUCT2/fw.bin", "\"version\":\"0.2\"", "it''s ''quoted''", "payload64: '//79eyJ0eXBl'",
            "example-device-1: https:", "allow: [signature]",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    @Test func `a capture with lines that are no messages says which`() {
        let capture = Capture(Array("\n{}\n{\"at\":1}\nnonsense".utf8))
        #expect(capture.problems.map(\.line) == [2, 4])
        #expect(capture.messages.map(\.line) == [3])
    }

    @Test func `two versions of a dialect file show what they change`() throws {
        let shipped = try ShippedMappings()
        let source = try #require(shipped.sources["aliyun"])
        let text = String(decoding: source.bytes, as: UTF8.self).replacing("${note|burning}", with: "${note|writing}")
        var findings = Findings()
        let other = try #require(DialectLoader.load(SourceText(name: "aliyun.yaml", text: text), into: &findings))
        let capture = Capture(
            Array(
                """
                {"topic":"/ota/device/upgrade/P/d","payload":{"code":"1000","data":{"size":9,"sign":"aa","version":"0.2","signMethod":"Md5","url":"https://h/f"},"id":1,"message":"success"}}
                {"topic":"$ota/report/P/d","payload":{"type":"report_progress","report":{"progress":{"state":"burning"},"version":"0.2"}}}
                """.utf8))
        let route = try Self.route()
        let changed = Route(device: route.device, backend: other, backendName: "aliyun", options: route.options)
        let replay = Replay(capture.messages, over: route, names: [])
        #expect(replay.changes(in: replay).isEmpty)
        let changes = replay.changes(in: Replay(capture.messages, over: changed, names: []))
        #expect(changes.map(\.message.line) == [2])
        #expect(
            changes.first?.lines.text(hasColours: false)
                == "- output 1.payload.params.desc: \"burning\"\n+ output 1.payload.params.desc: \"writing\"\n")
    }
}
