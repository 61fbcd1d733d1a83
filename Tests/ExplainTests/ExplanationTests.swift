import Diagnostics
import Foundation
import Testing

extension FindingCode: CustomTestStringConvertible {
    public var testDescription: String { rawValue }
}

struct ExplanationTests {
    @Test(arguments: FindingCode.allCases) func `a wrong example has findings of its code alone`(code: FindingCode)
        throws
    {
        let findings = try ExplainedReading.findings(of: code, in: code.explanation.wrong)
        #expect(Set(findings.all.map(\.code)) == [code], "\(findings.text(in: []))")
    }

    @Test(arguments: FindingCode.allCases) func `a right example has no finding`(code: FindingCode) throws {
        let findings = try ExplainedReading.findings(of: code, in: code.explanation.right)
        #expect(findings.isEmpty, "\(findings.text(in: []))")
    }

    @Test(arguments: FindingCode.allCases) func `an explanation has a form for each of its parts`(code: FindingCode) {
        let explanation = code.explanation
        let meaning = explanation.meaning
        #expect(!meaning.isEmpty && !meaning.hasSuffix(".") && !meaning.contains("\n"))
        #expect(meaning.first?.isUppercase == false)
        #expect(explanation.reason.hasSuffix(".") && !explanation.reason.contains("\n"))
        #expect(explanation.wrong != explanation.right)
        let text = code.explanationText(width: 80)
        #expect(text.hasPrefix("\(code.rawValue): ") && text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }

    @Test func `the page of all findings is in step with the codes`() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Mappings/FINDINGS.md")
        let page = try String(contentsOf: url, encoding: .utf8)
        #expect(page == FindingCatalogue.markdown, "write it anew with: ota-gateway explain --markdown")
    }

    @Test func `the list names every code once`() {
        let lines = FindingCatalogue.text.split(separator: "\n").filter { $0.hasPrefix("  ") }
        let names = lines.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names.sorted() == FindingCode.allCases.map(\.rawValue).sorted())
    }
}
