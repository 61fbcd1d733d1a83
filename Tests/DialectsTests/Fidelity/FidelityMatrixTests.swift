import Testing
import Upgrades

@testable import Dialects

/// The matrix follows the files: what changes in the YAML changes in it.
struct FidelityMatrixTests {
    /// A cell, before and after a change of one of the two files.
    struct Change: CustomTestStringConvertible {
        let from: String
        let to: String
        let file: String
        let text: String
        let other: String
        let kind: MessageKind
        let name: String
        let before: String?
        let after: String?

        init(
            _ from: String, _ to: String, in file: String, _ text: String, _ other: String, _ kind: MessageKind,
            _ name: String, _ before: String?, _ after: String?
        ) {
            (self.from, self.to, self.file, self.text, self.other) = (from, to, file, text, other)
            (self.kind, self.name, self.before, self.after) = (kind, name, before, after)
        }

        var testDescription: String { "\(from) -> \(to), \(name): \(before ?? "-") becomes \(after ?? "-")" }
    }

    static let changes = [
        // codes
        Change(
            "aliyun", "tencent", in: "tencent", "    integrity: \"-4\"\n", "", .progress, "integrity", "exact",
            "collapsed onto install"),
        Change(
            "tencent", "aliyun", in: "aliyun", "download: \"-2\"", "download: \"-2\"\n    download.denied: \"-8\"",
            .progress, "download.denied", "collapsed onto download", "exact"),
        Change(
            "tencent", "aliyun", in: "tencent", "    download.denied: \"-3\"\n", "", .progress, "download.denied",
            "collapsed onto download", nil),
        Change(
            "aliyun", "tencent", in: "tencent", "timed-out: { print: \"-1\" }", "timed-out: \"-9\"", .progress,
            "timed-out", "synthesised", "synthesised"),
        // phases
        Change(
            "tencent", "aliyun", in: "aliyun", "        only: print\n        is: { phase: installing }\n",
            "        is: { phase: installing }\n", .progress, "installing", "collapsed onto downloaded", nil),
        Change(
            "tencent", "aliyun", in: "aliyun",
            "        only: print\n        is: { phase: installing }\n        payload:\n          id: \"${id|@serial}\"\n          params:\n            step: \"100\"",
            "        is: { phase: installing }\n        payload:\n          id: \"${id|@serial}\"\n          params:\n            step: burn",
            .progress, "installing", "collapsed onto downloaded", "exact"),
        // modules
        Change(
            "aliyun", "tencent", in: "tencent", "      report:\n        version: \"${version}\"\n",
            "      report:\n        version: \"${version}\"\n        module?: \"${module}\"\n", .versionReport,
            "module",
            "dropped", "exact"),
        Change(
            "tencent", "aliyun", in: "tencent", "      report:\n        version: \"${version}\"\n",
            "      report:\n        version: \"${version}\"\n        module?: \"${module}\"\n", .versionReport,
            "module",
            "by record", "exact"),
        // offers
        Change(
            "aliyun", "tencent", in: "tencent", "  extra-data: drop", "  extra-data: refuse", .offer, "extra-data",
            "dropped", "refused"),
        Change(
            "aliyun", "tencent", in: "tencent", "  diff: refuse\n", "  diff: drop\n", .offer, "diff", "refused",
            "dropped"),
        Change(
            "aliyun", "tencent", in: "tencent", "  sha256: drop", "  sha256: refuse", .offer, "sha256 beside md5",
            "dropped", "refused"),
        // behaviour
        Change(
            "aliyun", "tencent", in: "tencent", "receipts: required", "receipts: none", .versionReceipt,
            "of the gateway",
            "synthesised", nil),
        Change(
            "aliyun", "aliyun", in: "aliyun", "queries: answered", "queries: none", .query, "get", "exact", "by record"),
        // fields of progress
        Change(
            "aliyun", "tencent", in: "tencent", "              result_msg: \"${note|}\"\n", "", .progress, "note",
            "exact", "dropped"),
    ]

    @Test(arguments: changes) func `a change of a file changes the matrix`(change: Change) throws {
        let texts = try [
            "aliyun": Repository.text("Mappings/aliyun.yaml"), "tencent": Repository.text("Mappings/tencent.yaml"),
        ]
        #expect(try Self.verdict(texts, change) == change.before)
        var changed = texts
        changed[change.file] = texts[change.file]?.replacing(change.text, with: change.other)
        #expect(changed[change.file] != texts[change.file], "the text to change stands in the file")
        #expect(try Self.verdict(changed, change) == change.after)
    }

    /// The verdict of a cell; nil where there is none, or a file does not load.
    private static func verdict(_ texts: [String: String], _ change: Change) throws -> String? {
        guard let from = Trial.load(try #require(texts[change.from])),
            let to = Trial.load(try #require(texts[change.to]))
        else { return nil }
        let rows = FidelityMatrix(from: from, to: to).rows.filter { $0.kind == change.kind && $0.name == change.name }
        #expect(rows.count <= 1)
        return rows.first.map { $0.verdict.rawValue + ($0.onto.map { " \($0)" } ?? "") }
    }

    static let pairs = ["aliyun", "tencent"].flatMap { from in ["aliyun", "tencent"].map { (from, $0) } }

    @Test(arguments: pairs) func `a table fits 100 columns, and has every row`(from: String, to: String) throws {
        let matrix = try FidelityMatrix(from: Repository.dialect(from), to: Repository.dialect(to))
        let text = FidelityText.text(of: [matrix])
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        for row in matrix.rows { #expect(text.contains(" \(row.name) "), "\(row.name)") }
        #expect(Set(matrix.rows.map { "\($0.kind) \($0.subject) \($0.name)" }).count == matrix.rows.count)
    }

    @Test func `the JSON has the rows`() throws {
        let matrices = FidelityMatrix.all([try Repository.dialect("tencent"), try Repository.dialect("aliyun")])
        #expect(
            matrices.map { "\($0.from) \($0.to)" } == [
                "aliyun aliyun", "aliyun tencent", "tencent aliyun", "tencent tencent",
            ])
        let json = FidelityMatrix.json(of: matrices)
        _ = try JSONReader.read(Array(json.utf8), isStrict: true)
        let row =
            #"{"kind":"progress","subject":"phase","name":"installing","verdict":"collapsed onto","onto":"downloaded","note":"printed by 'burning'"}"#
        #expect(json.contains(row))
    }

    @Test func `the guide shows the matrix as it is`() throws {
        let matrix = try FidelityMatrix(from: Repository.dialect("tencent"), to: Repository.dialect("aliyun"))
        #expect(try Repository.text("Mappings/FIDELITY.md").contains("```text\n\(FidelityText.section(matrix))```\n"))
    }
}
