import Diagnostics
import Testing

@testable import YAMLSource

struct YAMLLimitsTests {
    @Test func `aliases of aliases end at the limit on nodes`() {
        let levels = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }
        let read = reading("a0: &a0 x\n" + levels.joined(separator: "\n"))
        #expect(read.tree == nil)
        #expect(read.findings.count == 1)
        #expect(read.findings.first?.hasSuffix("[too-many-nodes]") == true)
    }

    @Test func `aliases count for the depth`() {
        let levels = (1...100).map { "a\($0): &a\($0) [[*a\($0 - 1)]]" }
        let read = reading("a0: &a0 x\n" + levels.joined(separator: "\n"))
        #expect(read.findings.first?.hasSuffix("[nested-too-deep]") == true)
    }

    @Test(arguments: ["[", "{", "{a: ", "- ", "? "]) func `deep nesting ends at the limit`(opening: String) {
        let read = reading(String(repeating: opening, count: 50_000))
        #expect(read.tree == nil)
        #expect(read.findings.count == 1)
    }

    @Test func `an anchor is not known inside its own value`() {
        #expect(
            reading("a: &x [*x]").findings == [
                "a.yaml:1:8: error: alias '*x' stands inside the value it names [unknown-anchor]"
            ])
    }

    @Test func `one long line of many values is read in a moment`() {
        let read = reading("[" + String(repeating: "é, ", count: 30_000) + "é]")
        #expect(read.findings == [])
        let size = 30_001 * 2 + 30_000 * 2 + 2
        #expect(read.tree?.utf8.count == size)
    }
}
