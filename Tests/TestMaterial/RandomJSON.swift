/// Random JSON texts, spelled in many ways.
package struct RandomJSON {
    private var generator: SeededGenerator

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package mutating func text() -> [UInt8] { Array((space() + value(depth: 0) + space()).utf8) }

    /// A few bytes replaced, removed or put in.
    package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let words: [[UInt8]] = [
            [0x2C], [0x22], [0x5C], [0x7B], [0x7D], [0x5B], [0x5D], [0x3A], [0x30], [0x2D], [0x2E], [0x65], [0x20],
            [0x0A],
            Array("\\u".utf8), Array("\\ud83d".utf8), Array("null".utf8), [0xC3], [0xA9], [0xF0], [0x09], [0x1F],
        ]
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...2, using: &generator))
            let word = Bool.random(using: &generator) ? words.randomElement(using: &generator) ?? [] : []
            bytes.replaceSubrange(place..<end, with: word)
        }
        return bytes
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &generator) {
        case 0: return ["true", "false", "null"].randomElement(using: &generator) ?? "null"
        case 1, 2: return number()
        case 3, 4, 5: return string()
        case 6: return "[" + items(depth) { $0.value(depth: depth + 1) } + "]"
        default:
            var names = 0
            return "{"
                + items(depth) { random in
                    names += 1
                    return "\"n\(names)\"" + random.space() + ":" + random.space() + random.value(depth: depth + 1)
                } + "}"
        }
    }

    private mutating func items(_ depth: Int, _ item: (inout Self) -> String) -> String {
        let count = Int.random(in: 0...4, using: &generator)
        return space() + (0..<count).map { _ in item(&self) + space() }.joined(separator: "," + space())
    }

    private mutating func number() -> String {
        var text = Bool.random(using: &generator) ? "-" : ""
        text += String(
            UInt32.random(in: 0...UInt32.max, using: &generator) >> UInt32.random(in: 0...31, using: &generator))
        if Int.random(in: 0..<3, using: &generator) == 0 { text += ".\(Int.random(in: 0...999, using: &generator))" }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            text += ["e", "E", "e+", "e-"].randomElement(using: &generator) ?? "e"
            text += String(Int.random(in: 0...20, using: &generator))
        }
        return text
    }

    private mutating func string() -> String {
        let pieces = [
            "a", "Z", " ", "/", "&", "é", "中", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u0000",
            "\\u00e9",
            "\\uD83D\\ude00", "\u{7F}", "{\\\"a\\\":1}", "0", "-1",
        ]
        let count = Int.random(in: 0...6, using: &generator)
        return "\"" + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined() + "\""
    }

    private mutating func space() -> String {
        ["", "", "", " ", "\n", "\t", "\r\n", "  "].randomElement(using: &generator) ?? ""
    }
}
