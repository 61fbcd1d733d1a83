import TestMaterial

/// Changes bytes at random: single ones, words of the format, runs taken out, doubled or moved.
struct Mutator {
    var generator: SeededGenerator
    let words: [[UInt8]]

    init(seed: UInt64, words: [[UInt8]]) {
        generator = SeededGenerator(seed: seed)
        self.words = words + [[0xFF], [0xC3], [0xF0, 0x9F], [0x00]]
    }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: if start < bytes.count { bytes[start] = .random(in: 0...255, using: &generator) }
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: generator.pick(words), at: start)
            case 3: bytes.replaceSubrange(start..<end, with: generator.pick(words))
            case 4: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            default: if Bool.random(using: &generator) { bytes.removeSubrange(start...) }
            }
        }
        return bytes
    }
}
