import Foundation
import FuzzTargets

/// The inputs that are kept for a target, and the words of its dictionary.
struct Corpus {
    let files: [(name: String, bytes: [UInt8])]
    let words: [[UInt8]]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    init(of target: FuzzTarget) throws {
        let inputs = Self.folder.appending(path: "Corpus/\(target.name)")
        files = try FileManager.default.contentsOfDirectory(atPath: inputs.path).sorted().map { name in
            (name, Array(try Data(contentsOf: inputs.appending(path: name))))
        }
        let dictionary = try String(
            contentsOf: Self.folder.appending(path: "Dictionaries/\(target.name).dict"), encoding: .utf8)
        words = dictionary.split(separator: "\n").compactMap { Self.word(in: $0) }
    }

    /// A word in quotes with `\\`, `\"` and `\xAB`, as libFuzzer's dictionaries have it; nil for a comment.
    private static func word(in line: Substring) -> [UInt8]? {
        let line = Array(line.utf8)
        let quote = UInt8(ascii: "\"")
        guard line.first != UInt8(ascii: "#"), let start = line.firstIndex(of: quote),
            let end = line.lastIndex(of: quote), start < end
        else { return nil }
        var word: [UInt8] = []
        var rest = line[(start + 1)..<end]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                word.append(byte)
                continue
            }
            if letter == UInt8(ascii: "x"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                word.append(code)
                rest = rest.dropFirst(2)
            } else {
                word.append(letter)
            }
        }
        return word
    }
}
