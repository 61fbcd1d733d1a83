import Diagnostics
import TestMaterial
import Testing

@testable import Dialects

/// What is found only where two dialects are loaded together.
struct DialectPairsTests {
    /// A dialect that stands beside the one of the file: its offers say all there is, its queries have names of their own.
    private static let beside = """
        dialect: beside
        behaviour: { success: version-report, receipts: none, reoffer-on-report: false, queries: answered }
        conversions:
          state: { downloading: dl, downloaded: full, installing: burn, installed: did, failed: bad, succeeded: { print: did } }
          flag: { "true": 1, "false": 0 }
        lacks: { stream: refuse, files: refuse, sha256: drop }
        messages:
          version-report: { from: device, topic: "beside/${product}/${device}/up", payload: { v: "${version}", part?: "${module}" } }
          offer:
            from: backend
            topic: beside/${product}/${device}/down
            payload: { to: "${target}", size: "${size}", url: "${url}", md5: "${md5}", d?: "${diff:flag}", s?: "${signature}", x?: "${extra-data}", part?: "${module}" }
          progress: { from: device, topic: "beside/${product}/${device}/progress", payload: { state: "${phase:state}", percent: "${percent|0}", part?: "${module}" } }
          query: { from: device, topic: "beside/${product}/${device}/ask", payload: { id: "${id}" } }
          query-reply: { answers: query, from: backend, topic: "beside/${product}/${device}/answer", payload: { id: "${id}", to: "${target}" } }

        """

    @Test(arguments: GoldenFile.all([.crossedTopics], in: .module))
    func `a finding of two files looks as in its golden file`(
        file: GoldenFile
    ) throws {
        try file.check { source, findings in
            var found = Findings()
            let other = SourceText(name: "beside.yaml", text: Self.beside)
            let dialects = [source, other].compactMap { DialectLoader.load($0, into: &found) }
            #expect(dialects.count == 2)
            DialectPairs.check(dialects, into: &found)
            findings.report(found)
        }
    }

    @Test func `the shipped dialects lose nothing of each other that they do not state`() throws {
        var findings = Findings()
        try DialectPairs.check([Repository.dialect("aliyun"), Repository.dialect("tencent")], into: &findings)
        #expect(findings.isEmpty)
    }

    @Test func `a copy of a dialect with other topics and codes stands beside the first`() throws {
        let copy = try Repository.text("Mappings/tencent.yaml")
            .replacing("dialect: tencent", with: "dialect: copy").replacing("$ota/report", with: "copy/up")
            .replacing("$ota/update", with: "copy/down").replacing("burning", with: "flashing")
        var findings = Findings()
        try DialectPairs.check(
            [Repository.dialect("aliyun"), Repository.dialect("tencent"), Repository.load(copy)], into: &findings)
        #expect(findings.isEmpty)
    }
}
