import Dialects
import Foundation
import Upgrades

extension FuzzTarget {
    /// The payload reader: what it reads it prints, and both of Foundation's readers say the same.
    static let json = FuzzTarget(name: "json", longest: 4096) { bytes in
        let strict = try? JSONDocument.readStrict(bytes)
        guard let lenient = try? Dialect.parse(bytes) else {
            try hold(strict == nil, "strict reading takes what lenient reading refuses")
            return try checkRefusal(bytes)
        }
        let compact = JSONWriter.compact(lenient.root, of: lenient).bytes
        guard let again = try? JSONDocument.readStrict(compact) else {
            throw BrokenLaw("what is printed cannot be read: \(shown(compact))")
        }
        try hold(again.repairs.isEmpty, "what is printed needs repairs: \(shown(compact))")
        try hold(JSONWriter.compact(again.root, of: again).bytes == compact, "printing again gives another text")
        if let strict {
            try hold(
                lenient.repairs.isSubset(of: .duplicateMember), "lenient reading repairs what strict reading takes")
            try hold(JSONWriter.compact(strict.root, of: strict).bytes == compact, "strict and lenient reading differ")
            try JSONOracle.check(strict, of: bytes, isStrict: true)
        } else {
            try hold(!lenient.repairs.subtracting(.duplicateMember).isEmpty, "forgiven and not counted")
            try JSONOracle.check(lenient, of: bytes, isStrict: false)
        }
    }

    private static func checkRefusal(_ bytes: [UInt8]) throws(BrokenLaw) {
        do throws(JSONError) {
            _ = try JSONDocument.readStrict(bytes)
        } catch {
            try hold((0...bytes.count).contains(error.offset), "the trouble lies outside of the text: \(error)")
            try JSONOracle.check(refused: error, bytes)
        }
    }
}
