import Diagnostics
import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// What the reference of the language says is so: each of its examples is run.
struct ReferenceTests {
    private static let page = "Mappings/REFERENCE.md"

    @Test func `every example could be found`() throws {
        #expect(try ReferenceExample.all().count >= 20)
        #expect(try ReferenceExample.all().allSatisfy { !$0.rows.isEmpty })
    }

    @Test(arguments: try ReferenceExample.all()) func `an example does what it says`(example: ReferenceExample) throws {
        let trial = example.trial
        #expect(example.rows.keys.allSatisfy { ["reads", "prints", "passes"].contains($0) })
        for row in example.rows["reads"] ?? [] { #expect(try trial.summary(row.left) == row.right, "\(row.left)") }
        for row in example.rows["prints"] ?? [] {
            let message = try CanonicalMessage(example.kind, words: row.left)
            #expect(try trial.print(message) ?? "nothing" == row.right, "\(row.left)")
        }
        for row in example.rows["passes"] ?? [] {
            let printed = try trial.print(trial.read(row.left), isSameDialect: true)
            #expect(printed ?? "nothing" == row.right, "\(row.left)")
        }
    }

    @Test func `the file of the page loads, and reads what its rows say`() throws {
        let blocks = try FencedBlock.all(in: Repository.text(Self.page))
        let file = try #require(blocks.first { $0.mark == "yaml file birch" })
        let dialect = try Repository.load(file.text, name: "birch.yaml")
        let rows = try #require(blocks.first { $0.mark == "rows birch" })
        for line in rows.lines {
            let row = try #require(ReferenceRow(line))
            let words = row.left.split(separator: " ", maxSplits: 2).map(String.init)
            let sender = try #require(Sender(rawValue: words[0]))
            #expect(try Self.summary(of: words[2], on: words[1], from: sender, dialect) == row.right, "\(line)")
        }
    }

    private static func summary(of payload: String, on topic: String, from sender: Sender, _ dialect: Dialect) throws
        -> String
    {
        do {
            let message = try dialect.read(payload, on: topic, from: sender)
            return [message.kind.rawValue, message.summary].filter { !$0.isEmpty }.joined(separator: " ")
        } catch let failure as TranslationFailure {
            let document = try Dialect.parse(Array(payload.utf8))
            let isIgnored = dialect.match(topic: Text(topic)).contains {
                $0.sender == sender && dialect.ignores(document, on: $0)
            }
            return isIgnored && failure.code == .unknownShape ? "ignored" : failure.code.rawValue
        }
    }

    @Test func `the patterns of the page find the expiry`() throws {
        let block = try #require(FencedBlock.all(in: Repository.text(Self.page)).first { $0.mark == "expiry" })
        var trial = Trial()
        trial.expiry = block.lines[0].split(separator: " ").joined(separator: ", ")
        let dialect = try trial.dialect()
        for line in block.lines.dropFirst() {
            let row = try #require(ReferenceRow(line))
            #expect(dialect.expiry(of: Text(row.left)).map(String.init) ?? "none" == row.right, "\(line)")
        }
    }

    @Test func `the lists of the page are the language's`() throws {
        let page = try Repository.text(Self.page)
        for field in Field.allCases where !field.isIdentity {
            #expect(page.contains("`\(field.rawValue)`"), "\(field)")
        }
        for kind in MessageKind.allCases {
            #expect(page.contains("| `\(kind.rawValue)` | \(kind.sender.rawValue) |"), "\(kind)")
            for field in Field.allCases where DialectLoader.fits(field, in: kind) && !field.isIdentity {
                let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(kind.rawValue)` | ") } ?? ""
                let isSaid = String(row).contains("`\(field.rawValue)`") || kind == .queryReply
                #expect(isSaid || [.id, .note, .module, .opaque].contains(field), "\(field) in \(kind)")
            }
        }
        for failure in FailureClass.allCases { #expect(page.contains(failure.rawValue)) }
        for field in DialectLoader.losable { #expect(page.contains("`\(field.rawValue)`")) }
        for unit in ClockForm.Unit.allCases { #expect(page.contains(unit.rawValue)) }
    }
}
