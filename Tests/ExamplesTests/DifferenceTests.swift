import Diagnostics
import Examples
import Testing
import YAMLSource

/// How a failed example shows what came out in place of what it says.
struct DifferenceTests {
    /// The differences of a file's only example: `line:column: headline`, then the lines.
    private static func differences(_ text: String) throws -> [String] {
        var findings = Findings()
        let root = try #require(YAMLReader.read(SourceText(name: "x.yaml", text: text), into: &findings))
        let file = try #require(ExampleReader.read(root, file: "x.yaml", into: &findings))
        let dialects = try ShippedMappings().dialects
        var differences: [ExampleDifference] = []
        for example in file.examples {
            differences += example.run(dialects: dialects, file: "x.yaml", into: &findings) ?? []
        }
        for example in file.messages {
            differences += example.run(dialects: dialects, file: "x.yaml", into: &findings) ?? []
        }
        return findings.all.map(\.line)
            + differences.flatMap { difference in
                ["\(difference.location.line):\(difference.location.column): \(difference.headline)"]
                    + difference.lines.text(hasColours: false).split(separator: "\n").map(String.init)
            }
    }

    private static func conversation(_ out: String) -> String {
        """
        examples:
          - name: a report
            devices: tencent
            backend: aliyun
            conversation:
              - topic: $ota/report/P/d
                payload: '{"type":"report_version","report":{"version":"1.0"}}'
                out:

        """ + out.split(separator: "\n").map { "          - \($0)\n" }.joined()
    }

    @Test func `what is as written has no difference`() throws {
        let text = Self.conversation(
            """
            { to: device, qos: 0 }
            { to: backend, payload: { id: "1", params: { version: "1.0" } } }
            """)
        #expect(try Self.differences(text) == [])
    }

    @Test func `members that differ are named`() throws {
        let text = Self.conversation(
            """
            { to: device, qos: 1 }
            { to: backend, topic: /ota/device/inform/P/d, payload: { id: "2", params: { version: "1.0", module: "x" } } }
            """)
        #expect(
            try Self.differences(text) == [
                "9:13: output 1, for device, is another", "- qos: 1", "+ qos: 0",
                "10:13: output 2, for backend, is another", #"- payload.id: "2""#, #"+ payload.id: "1""#,
                #"- payload.params.module: "x""#,
            ])
    }

    @Test func `another order of members is a difference`() throws {
        let text = Self.conversation(
            """
            { to: device }
            { to: backend, payload: { params: { version: "1.0" }, id: "1" } }
            """)
        #expect(
            try Self.differences(text) == [
                "10:13: output 2, for backend, is another",
                #"- payload: "{\"params\":{\"version\":\"1.0\"},\"id\":\"1\"}""#,
                #"+ payload: "{\"id\":\"1\",\"params\":{\"version\":\"1.0\"}}""#,
            ])
    }

    @Test func `an output too many or too few does not shift the others`() throws {
        #expect(
            try Self.differences(Self.conversation("{ to: backend, topic: /ota/device/inform/P/d }")) == [
                "6:9: this came out too, for device",
                #"+ {"in":1,"to":"device","topic":"$ota/update/P/d","payload":"{\"result_code\":0,\"result_msg\":\"success\","#
                    + #"\"type\":\"report_version_rsp\",\"version\":\"1.0\"}","qos":0}"#,
            ])
        let text = Self.conversation("{ to: device }\n{ to: progress, phase: offered }\n{ to: backend }")
        #expect(
            try Self.differences(text) == [
                "10:13: output 2, for progress, is missing", #"- phase: "offered""#,
            ])
    }

    @Test func `a dialect that there is not is a finding`() throws {
        let text = "examples:\n  - { name: x, devices: tencent, backend: alyun, conversation: [{ at: 1, out: [] }] }\n"
        #expect(try Self.differences(text) == ["x.yaml:2:5: error: no dialect named 'alyun' [unknown-dialect]"])
    }

    @Test(arguments: [
        ("says: { kind: version-report, version: 10 }", ["- version: 10", #"+ version: "1.0""#]),
        ("says: { kind: version-report }", [#"+ version: "1.0""#]),
        (
            "set-aside: unknown-shape",
            ["- set-aside: unknown-shape", #"+ kind: "version-report""#, #"+ version: "1.0""#]
        ),
        (#"says: { kind: version-report, version: "1.0" }"#, []),
        (
            #"says: { kind: version-report, version: "1.0" }, prints: {}"#,
            [
                #"+ prints.type: "report_version""#, #"+ prints.report: {"version":"1.0"}"#,
            ]
        ),
    ])
    func `a message that says something else shows its fields`(expected: String, lines: [String]) throws {
        let text = """
            examples:
              - name: a report
                dialect: tencent
                topic: $ota/report/P/d
                messages:
                  - { payload: { type: report_version, report: { version: "1.0" } }, \(expected) }
            """
        #expect(try Self.differences(text).dropFirst() == lines[...])
    }

    @Test func `a message that is set aside tells why`() throws {
        let text = """
            examples:
              - name: a report
                dialect: tencent
                topic: $ota/report/P/d
                messages:
                  - { payload: { type: report }, says: { kind: version-report } }
                  - { payload64: "e30=", set-aside: unknown-shape }
                  - { payload64: "e30", set-aside: unknown-shape }
            """
        #expect(
            try Self.differences(text) == [
                "x.yaml:8:22: error: 'payload64' must be base64, not 'e30' [bad-literal]",
                "6:9: the message is set aside: no message of dialect tencent on this topic looks like it",
                #"- kind: "version-report""#, "+ set-aside: unknown-shape",
                "8:9: the message is set aside: text ends where a value is wanted at byte 0",
                "- set-aside: unknown-shape", "+ set-aside: not-json",
            ])
    }
}
