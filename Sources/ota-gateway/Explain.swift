import ArgumentParser
import Diagnostics
import Upgrades

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain the code of a finding.",
        discussion: """
            Says what the code in brackets behind a finding means, why it matters, and how it is written wrong and right. \
            Also explains the codes of messages that were set aside. Without a code all are listed.

              ota-gateway explain unknown-field
            """)

    @Argument(help: "A code, such as unknown-field; none for the list of all.") var code: String?
    @Flag(help: "Print the list as the page Mappings/FINDINGS.md.") var markdown = false

    /// Comfortable to read, and narrower than most terminals.
    private static let width = 92

    func run() throws {
        try Streams.print(Array(text().utf8))
    }

    private func text() throws -> String {
        guard let code else { return markdown ? FindingCatalogue.markdown : Self.list }
        let asked = Self.bare(code)
        let finding = FindingCode(rawValue: asked).map { $0.explanationText(width: Self.width) }
        let setAside = SetAsideCode(rawValue: asked).map { Self.text(of: $0) }
        let texts = [finding, setAside].compactMap(\.self)
        guard texts.isEmpty else { return texts.joined(separator: "\n") }
        let known = (FindingCode.allCases.map(\.rawValue) + SetAsideCode.allCases.map(\.rawValue)).sorted()
        let hint = didYouMean(asked, among: known) ?? "'ota-gateway explain' lists them all"
        throw ValidationError("there is no code \(quoted(asked)); \(hint)")
    }

    /// A code as it may be copied from a finding: with brackets, in capitals.
    private static func bare(_ code: String) -> String {
        code.lowercased().trimmingPrefix("[").split(separator: "]").first.map(String.init) ?? ""
    }

    private static var list: String {
        let codes = SetAsideCode.allCases
        let width = codes.map(\.rawValue.count).max() ?? 0
        let lines = codes.map { code in
            "  \(code.rawValue)\(String(repeating: " ", count: width - code.rawValue.count))  \(code.meaning)\n"
        }
        return FindingCatalogue.text + "\nmessages set aside by translate and run\n\n" + lines.joined()
    }

    private static func text(of code: SetAsideCode) -> String {
        """
        \(code.rawValue): a message is set aside because \(code.meaning)

        \(folded(code.remedy, to: width))

        """
    }
}
