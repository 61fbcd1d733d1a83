import TestMaterial
import Testing

@testable import Dialects

/// Looking at eight bytes at once is held to looking at one after the other.
struct SpanTextTests {
    @Test(arguments: 0..<200 as Range<UInt64>) func `eight bytes at once`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab/\"\\\u{1}é".utf8)
        let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in random.pick(alphabet) }
        var other = text
        if let place = other.indices.randomElement(using: &random) { other[place] = random.pick(alphabet) }
        for start in 0...text.count {
            let rest = text[start...]
            #expect(text.span.endOfLevel(from: start) == rest.firstIndex(of: UInt8(ascii: "/")) ?? text.count)
            let likeness = zip(rest, other[start...]).prefix { $0 == $1 }.count
            #expect(text.span.endOfLikeness(with: other.span, from: start, at: start) == start + likeness)
            let shifted = text.span.endOfLikeness(with: Array(rest).span, from: 0, at: start)
            #expect(shifted == text.count - start)
            let plain = rest.firstIndex { $0 < 0x20 || $0 > 0x7F || $0 == 0x22 || $0 == 0x5C } ?? text.count
            #expect(text.span.endOfPlain(from: start) == plain)
        }
    }
}
