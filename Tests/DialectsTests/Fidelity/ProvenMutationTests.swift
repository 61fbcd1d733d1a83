import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// Slips in the shipped files that `check` proves wrong by itself, and what is right although it looks odd.
struct ProvenMutationTests {
    struct Slip: CustomTestStringConvertible {
        let file: String
        let text: String
        let other: String
        let code: FindingCode
        var testDescription: String { "\(file): \(text) -> \(other.isEmpty ? "nothing" : other)" }
    }

    static let slips = [
        // a percentage is read as a failure, a phase as another
        Slip(file: "aliyun", text: "download: \"-2\"", other: "download: \"2\"", code: .readsAsAnother),
        Slip(file: "aliyun", text: "step: \"100\"", other: "step: \"50\"", code: .readsAsAnother),
        Slip(
            file: "tencent", text: "[downloading, downloaded]", other: "[downloaded, downloading]",
            code: .readsAsAnother),
        Slip(file: "aliyun", text: "        only: print\n", other: "", code: .unreachable),
        // what nobody can fill in
        Slip(file: "tencent", text: "${note|success}", other: "${note}", code: .unfillable),
        Slip(file: "tencent", text: "result_msg: \"${note|}\"", other: "result_msg: \"${note}\"", code: .unfillable),
        Slip(file: "tencent", text: "${percent:text|0}", other: "${percent:text}", code: .unfillable),
        Slip(file: "aliyun", text: "${id|@time}", other: "${id}", code: .unfillable),
        Slip(file: "aliyun", text: "${id|@serial}", other: "${id}", code: .unfillable),
        // what is read and cannot be printed
        Slip(file: "tencent", text: "              percent: \"${percent:text|0}\"\n", other: "", code: .oneWay),
        Slip(file: "tencent", text: "              result_msg: \"${note|}\"\n", other: "", code: .oneWay),
        Slip(file: "aliyun", text: "    \"true\": 1\n", other: "", code: .unprintable),
        Slip(
            file: "aliyun", text: "      isDiff?: \"${diff:flag}\"\n      signMethod: !any [SHA256",
            other: "      signMethod: !any [SHA256", code: .oneWay),
        // a form without the module is the whole device's
        Slip(file: "aliyun", text: "            module?: \"${module}\"\n", other: "", code: .missingModule),
        // a slip of the pen
        Slip(file: "tencent", text: "type: report_progress", other: "type: report_progres", code: .oddMember),
        Slip(file: "tencent", text: "          type: report_progress\n", other: "", code: .oddMember),
        Slip(file: "tencent", text: "result_msg: \"${note|}\"", other: "result_mgs: \"${note|}\"", code: .oddMember),
        Slip(file: "aliyun", text: "digestsign?:", other: "digestsing?:", code: .oddMember),
        // limits and places
        Slip(file: "tencent", text: "offer.url: { bytes: 1024 }", other: "offer.md5: { bytes: 16 }", code: .badLimit),
        Slip(file: "tencent", text: "      url: \"${url}\"\n", other: "", code: .missingField),
    ]

    @Test(arguments: slips) func `check finds the slip`(slip: Slip) throws {
        let text = try Repository.text("Mappings/\(slip.file).yaml")
        let place = try #require(text.firstRange(of: slip.text), "the text stands in the file")
        let source = SourceText(
            name: "\(slip.file).yaml", text: text[..<place.lowerBound] + slip.other + text[place.upperBound...])
        var findings = Findings()
        _ = DialectLoader.load(source, into: &findings)
        #expect(findings.all.contains { $0.code == slip.code }, "\(findings.text(in: [source]))")
    }

    @Test func `a table for free text is no loss`() throws {
        var trial = Trial.payload(.versionReport, "{ v: '${version:names}' }")
        trial.conversions = "names: { '1.0': old, '2.0': new }"
        let source = SourceText(name: "trial.yaml", text: trial.text)
        var findings = Findings()
        let dialect = try #require(DialectLoader.load(source, into: &findings))
        #expect(
            !findings.all.contains { $0.code == .oneWay || $0.code == .readsAsAnother },
            "\(findings.text(in: [source]))")
        let rows = FidelityMatrix(from: dialect, to: dialect).rows
        #expect(rows.first { $0.kind == .versionReport && $0.name == "version" }?.verdict == .exact)
    }
}
