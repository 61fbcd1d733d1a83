import Foundation
import TestMaterial

/// What is mutated: the files that ship, and messages of real devices and clouds.
enum Material {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    struct Sample: Decodable {
        let dialect: String
        let topic: String
        let payload: String
    }

    static func samples() throws -> [Sample] {
        try bytes("Tests/DialectsTests/Fixtures/messages.jsonl").split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Sample.self, from: Data($0)) }
    }
}

/// Changes bytes at random: single ones, words of the format, runs taken out, doubled or moved.
struct Mutator {
    var generator: SeededGenerator
    let words: [[UInt8]]

    init(seed: UInt64, words: [String]) {
        generator = SeededGenerator(seed: seed)
        self.words = words.map { Array($0.utf8) } + [[0xFF], [0xC3], [0xF0, 0x9F], [0x00]]
    }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: if start < bytes.count { bytes[start] = .random(in: 0...255, using: &generator) }
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: start)
            case 3: bytes.replaceSubrange(start..<end, with: words.randomElement(using: &generator) ?? [])
            case 4: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            default: if Bool.random(using: &generator) { bytes.removeSubrange(start...) }
            }
        }
        return bytes
    }
}
