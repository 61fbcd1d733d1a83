import Diagnostics
import Foundation
import Testing

/// A word of the language misspelt anywhere in a shipped file: the first finding stands at its line and proposes the word.
struct MisspeltFileTests {
    /// A file with one word misspelt.
    struct Misspelling: Sendable, CustomTestStringConvertible {
        let file: ShippedFile
        let line: Int
        let word: String
        let wrong: String

        var testDescription: String { "\(file.path):\(line): \(wrong)" }

        var text: String {
            var lines = file.lines.map(String.init)
            if let range = Self.range(of: word, in: lines[line - 1]) {
                lines[line - 1].replaceSubrange(range, with: wrong)
            }
            return lines.joined(separator: "\n")
        }

        /// The first place where the word stands alone.
        static func range(of word: String, in line: String) -> Range<String.Index>? {
            let escaped = NSRegularExpression.escapedPattern(for: word)
            return line.range(of: "(?<![A-Za-z0-9_.-])\(escaped)(?![A-Za-z0-9_?-])", options: .regularExpression)
        }
    }

    private static let words: [String: [String]] = [
        "Mappings/": [
            "dialect", "behaviour", "receipts", "reoffer-on-report", "queries", "conversions", "lacks", "limits",
            "url-expiry", "parts", "messages", "version-report", "version-receipt", "query", "query-reply", "offer",
            "from", "topic", "payload", "variants", "answers", "only", "required", "answered", "refuse", "print",
            "${version", "${target", "${percent", "${failure", "${note", "${receipt-code", "${size", "${module",
            "${phase",
            ":integer", ":text", ":state", ":code", ":step", ":flag", "${=package", "${product}", "${device}",
            "download.timeout", "integrity", "install", "installing", "installed",
            "signature", "extra-data", "offer.target", "bytes", "unix", "!any",
        ],
        "deploy/": [
            "mappings", "journal", "outbox", "events", "brokers", "backends", "fleets", "url", "dialect", "broker",
            "backend", "identity", "timeout", "progress", "${device}", "${dialect}", "site", "aliyun-cloud", "mqtt",
            "product",
        ],
    ]

    static let misspellings: [Misspelling] = BrokenFileTests.files.filter { !$0.path.hasSuffix(".examples.yaml") }
        .flatMap { file in
            let words = Self.words.first { file.path.hasPrefix($0.key) }?.value ?? []
            return file.lines.enumerated().flatMap { number, line -> [Misspelling] in
                let content = line.prefix { $0 != "#" }
                return words.compactMap { word in
                    // where a name is given, another name is as good: what uses it is at fault
                    let isGiven =
                        ["site", "aliyun-cloud"].contains(word) && content.contains("\(word): ")
                        && content.hasPrefix("  \(word)")
                    guard !isGiven, Misspelling.range(of: word, in: String(content)) != nil else { return nil }
                    var letters = Array(word)
                    letters.remove(at: letters.count / 2 + (letters.count > 5 ? 1 : 0))
                    return Misspelling(file: file, line: number + 1, word: word, wrong: String(letters))
                }
            }
        }

    @Test(arguments: misspellings) func `the first finding proposes the right word`(_ misspelling: Misspelling) {
        let (findings, source) = misspelling.file.findings(of: misspelling.text)
        let word = misspelling.word.filter { !["$", "{", "}", ":", "="].contains($0) }
        let first = findings.all.first
        #expect(first?.location.line == misspelling.line, "\(findings.text(in: [source]))")
        #expect(first?.suggestion?.contains(word) == true, "\(findings.text(in: [source]))")
    }
}
