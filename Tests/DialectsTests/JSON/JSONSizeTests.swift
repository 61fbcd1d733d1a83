import Testing
import Upgrades

@testable import Dialects

struct JSONSizeTests {
    @Test func `a payload may have 256 KiB and not a byte more`() throws {
        let brackets = Array("[\"".utf8) + Array("\"]".utf8)
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 256 * 1024 - brackets.count)
        let whole = Array("[\"".utf8) + filler + Array("\"]".utf8)
        #expect(try Dialect.parse(whole).nodes.count == 2)
        let failure = #expect(throws: TranslationFailure.self) { try Dialect.parse(whole + [0x20]) }
        #expect(failure?.code == .tooLarge)
        // size is judged before the bytes are looked at
        let noise = #expect(throws: TranslationFailure.self) {
            try Dialect.parse([UInt8](repeating: 0xFF, count: 262_145))
        }
        #expect(noise?.code == .tooLarge)
    }

    @Test func `a megabyte is read in a moment`() throws {
        let text = "[" + String(repeating: "{\"a\":[1,\"é\"]},", count: 80_000) + "0]"
        let clock = ContinuousClock()
        let start = clock.now
        let document = try JSONReader.read(Array(text.utf8))
        #expect(document.nodes.count == 80_000 * 4 + 2)
        #expect(clock.now - start < .seconds(20))
    }

    /// A square of 20,000 would be 400 million comparisons, minutes in a debug build.
    @Test(arguments: ["k", "\\u006b"]) func `hostile duplicates cost no square`(name: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let same = "{" + (0..<20_000).map { "\"\(name)\":\($0)" }.joined(separator: ",") + "}"
        let one = try JSONReader.read(Array(same.utf8))
        #expect(JSONWriter.compact(one.root, of: one).string == "{\"k\":19999}")
        let different = "{" + (0..<20_000).map { "\"\(name)\($0)\":0" }.joined(separator: ",") + "}"
        let all = try JSONReader.read(Array(different.utf8))
        #expect(Array(all.children(all.root)).count == 20_000)
        #expect(all.repairs.isEmpty)
        #expect(clock.now - start < .seconds(20))
    }

    @Test func `names that are equal as text but not in bytes cost no square`() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let names = (0..<16_384).map { number in
            (0..<14).map { number >> $0 & 1 == 0 ? "\u{E9}" : "e\u{301}" }.joined()
        }
        let text = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        let document = try JSONReader.read(Array(text.utf8))
        #expect(document.repairs.isEmpty)
        #expect(Array(document.children(document.root)).count == 16_384)
        #expect(clock.now - start < .seconds(20))
    }

    @Test(arguments: [2, 16, 17, 40]) func `duplicates are found in small and large objects alike`(count: Int) throws {
        let text = "{" + (0..<count).map { "\"k\($0 / 2)\":\($0)" }.joined(separator: ",") + "}"
        let document = try JSONReader.read(Array(text.utf8))
        let expected = (0..<count).filter { $0 % 2 == 1 || $0 == count - 1 }.map { "\"k\($0 / 2)\":\($0)" }
        #expect(JSONWriter.compact(document.root, of: document).string == "{" + expected.joined(separator: ",") + "}")
    }
}
