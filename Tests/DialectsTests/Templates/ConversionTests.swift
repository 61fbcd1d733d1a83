import Testing
import Upgrades

@testable import Dialects

struct ConversionTests {
    /// What every offer has a place for.
    private static let offer = "to: '${target}', u?: '${url}', m?: '${md5}'"
    private static let progress = "{ state: '${phase:state}', percent?: '${percent}', code: '${failure:code|0}' }"

    static let readings: [Case] = [
        // whole numbers: an optional minus and digits, 64 bits
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":\"2\",\"size\":\"0010\"}", "target=2 size=10"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":-5}", "target=2 size=-5"),
        Case(
            .offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":9223372036854775807}",
            "target=2 size=9223372036854775807"),
        Case(
            .offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":9223372036854775808}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":1.0}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":1e3}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":\"+1\"}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":\" 1\"}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":\"\"}", "unknown-value"),
        Case(.offer, "{ \(offer), size: '${size}' }", "{\"to\":2,\"size\":\"-\"}", "unknown-value"),
        Case(.offer, "{ \(offer), size?: '${size}' }", "{\"to\":2,\"size\":\"\"}", "target=2"),
        Case(.offer, "{ to: '${target}', url: '${url}', m?: '${md5}' }", "{\"to\":2,\"url\":\"\"}", "unknown-value"),
        Case(
            .offer, "{ to: '${target}', url: '${url}', m?: '${md5}' }", "{\"to\":\"\",\"url\":\"u\"}", "unknown-value"),
        Case(.versionReport, "{ v: '${version:integer}' }", "{\"v\":\"x\"}", "unknown-value"),
        // JSON of any kind, compact, numbers as spelled
        Case(
            .offer, "{ to: '${target}', f: '${files:json}' }", "{\"to\":2,\"f\":[ {\"a\" : 1.50} ]}",
            "target=2 files=[{\"a\":1.50}]"),
        Case(.offer, "{ to: '${target}', f: '${files}' }", "{\"to\":2,\"f\":\"\\/\\u0041\"}", "target=2 files=\"/A\""),
        Case(.offer, "{ to: '${target}', f: '${files}' }", "{\"to\":2,\"f\":true}", "target=2 files=true"),
        Case(.offer, "{ to: '${target}', f: '${files}' }", "{\"to\":2,\"f\":null}", "unknown-shape"),
        Case(.offer, "{ to: '${target}', f?: '${files}' }", "{\"to\":2,\"f\":null}", "target=2"),
        Case(.offer, "{ to: '${target}', f?: '${files}' }", "{\"to\":2,\"f\":\"\"}", "target=2 files=\"\""),
        // percent: the JSON number grammar, floored and clamped
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"7.9\"}", "phase=downloading percent=7"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":101}", "phase=downloading percent=100"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":1e999}", "phase=downloading percent=100"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":-1}", "phase=downloading percent=0"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"-1e999\"}", "phase=downloading percent=0"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"99.999\"}", "phase=downloading percent=99"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"5e1\"}", "phase=downloading percent=50"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"05\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"5%\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\" 5\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"NaN\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":\"\"}", "phase=downloading"),
        Case(.progress, progress, "{\"state\":\"dl\",\"percent\":true}", "unknown-shape"),
        // tables
        Case(.progress, progress, "{\"state\":\"did\"}", "phase=installed"),
        Case(.progress, progress, "{\"state\":\"upgrading\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"DL\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"\"}", "unknown-value"),
        Case(.progress, progress, "{\"state\":1}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":\"-1\"}", "phase=failed failure=download(code=-1)"),
        Case(
            .progress, progress, "{\"state\":\"bad\",\"code\":-404}",
            "phase=failed failure=download.not-found(code=-404)"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":-7}", "phase=failed failure=upgrade(code=-7)"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":\"-0.5\"}", "phase=failed failure=upgrade(code=-0.5)"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":7}", "unknown-value"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":\"-x\"}", "unknown-value"),
        // a success code on a failure, and none at all, are the class `upgrade`; on another phase a code says nothing
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":0}", "phase=failed failure=upgrade(code=0)"),
        Case(.progress, progress, "{\"state\":\"bad\"}", "phase=failed failure=upgrade"),
        Case(.progress, progress, "{\"state\":\"bad\",\"code\":\"\"}", "phase=failed failure=upgrade"),
        Case(.progress, progress, "{\"state\":\"dl\",\"code\":-1}", "phase=downloading"),
    ]

    @Test(arguments: readings) func `a conversion reads`(row: Case) throws {
        var trial = Trial.payload(row.kind, row.template)
        trial.carried = [.md5, .files]
        if !row.template.contains("files") { trial.carried.remove(.files) }
        if row.kind == .offer, !row.template.contains("md5") { trial.carried.remove(.md5) }
        #expect(try trial.summary(row.wire) == row.read)
    }

    /// A failure, the code of a dialect without some of the rows, and the same towards the dialect that it came from.
    static let failures: [(failure: Failure, printed: String, back: String)] = [
        (Failure(.upgrade), "-9", "-9"), (Failure(.install), "-9", "-9"), (Failure(.integrity), "-9", "-9"),
        (Failure(.refused), "-9", "-9"), (Failure(.timedOut), "-9", "-9"), (Failure(.download), "-1", "-1"),
        (Failure(.downloadTimeout), "-1", "-1"), (Failure(.downloadDenied), "-1", "-1"),
        (Failure(.downloadNotFound), "-404", "-404"),
        (
            Failure(.upgrade, code: NativeCode(key: "code", value: "-7", token: RawJSON("\"-7\""), isListed: false)),
            "-9", "\"-7\""
        ),
        (
            Failure(.download, code: NativeCode(key: "code", value: "-1", token: RawJSON("\"-1\""), isListed: true)),
            "-1", "-1"
        ),
    ]

    @Test(arguments: failures) func `a failure takes its own row or the nearest ancestor's`(
        failure: Failure, printed: String, back: String
    ) throws {
        var message = CanonicalMessage(.progress)
        message.phase = .failed
        message.failure = failure
        let trial = Trial.payload(.progress, Self.progress)
        #expect(try trial.print(message) == "{\"state\":\"bad\",\"code\":\(printed)}")
        #expect(try trial.print(message, isSameDialect: true) == "{\"state\":\"bad\",\"code\":\(back)}")
    }

    /// Phases and how they are written; no wire has words for the last four.
    static let phases: [(phase: Phase, printed: String?)] = [
        (.downloading, "{\"state\":\"dl\",\"code\":0}"), (.downloaded, "{\"state\":\"full\",\"code\":0}"),
        (.installing, "{\"state\":\"burn\",\"code\":0}"), (.installed, "{\"state\":\"did\",\"code\":0}"),
        (.succeeded, "{\"state\":\"did\",\"code\":0}"), (.failed, "{\"state\":\"bad\",\"code\":-9}"),
        (.timedOut, "{\"state\":\"bad\",\"code\":-8}"), (.refused, "{\"state\":\"bad\",\"code\":-9}"),
        (.superseded, nil), (.offered, nil),
    ]

    @Test(arguments: phases) func `a phase without a word of its own`(phase: Phase, printed: String?) throws {
        var message = CanonicalMessage(.progress)
        message.phase = phase
        var trial = Trial.payload(
            .progress, "{ state: '${phase:state}', percent?: '${percent}', code: '${failure:own|0}' }")
        trial.conversions = "own: { none: 0, timed-out: { print: -8 }, upgrade: [-9, '*'] }"
        #expect(try trial.print(message) == printed)
    }

    @Test func `conversions decide the type of what is printed`() throws {
        var message = CanonicalMessage(.offer)
        message.target = "2"
        message.package = UpgradePackage()
        message.package?.size = 10
        message.package?.md5 = "AB*c"
        message.package?.isDiff = true
        message.package?.files = RawJSON("[{\"a\":1.50}]")
        var trial = Trial.payload(
            .offer,
            "{ to: '${target:integer}', s: '${size}', t: '${size:text}', m: '${md5}', d?: '${diff:flag}', e?: '${diff:word}', f: '${files:json}' }"
        )
        trial.conversions = "flag: { 'true': 1, 'false': 0 }\n  word: { 'true': 'yes', 'false': 'no' }"
        trial.carried = [.md5, .diff, .files]
        #expect(
            try trial.print(message)
                == "{\"to\":2,\"s\":10,\"t\":\"10\",\"m\":\"ab*c\",\"d\":1,\"e\":\"yes\",\"f\":[{\"a\":1.50}]}")
        message.package?.isDiff = nil
        #expect(try trial.print(message) == "{\"to\":2,\"s\":10,\"t\":\"10\",\"m\":\"ab*c\",\"f\":[{\"a\":1.50}]}")
    }

    @Test func `the first code of a row prints, all are read, the rest is the wildcard's`() throws {
        var trial = Trial.payload(.versionReport, "{ v: '${version:names}' }")
        trial.conversions = "names: { one: ['1', I], two: { print: 2, read: [2, II] }, three: { read: '*' } }"
        for (wire, read) in [
            ("\"1\"", "one"), ("1", "one"), ("\"I\"", "one"), ("2", "two"), ("\"II\"", "two"), ("\"x\"", "three"),
        ] {
            #expect(try trial.summary("{\"v\":\(wire)}") == "version=\(read)")
        }
        var message = CanonicalMessage(.versionReport)
        for (version, printed) in [("one", "{\"v\":\"1\"}"), ("two", "{\"v\":2}"), ("three", nil), ("four", nil)]
            as [(String, String?)]
        {
            message.version = Text(version)
            #expect(try trial.print(message) == printed)
        }
    }
}
