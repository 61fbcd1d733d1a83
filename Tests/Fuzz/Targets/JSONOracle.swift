import Dialects
import Foundation
import Upgrades

/// Foundation's readers are the judges of ours.
///
/// Where ours forgives more or takes less is listed here:
///
/// We forgive what devices do (REFERENCE.md, "Forgiven JSON"). We refuse more than 64 levels, and texts in UTF-16 or UTF-32,
/// which RFC 8259 section 8.1 does not allow. A number too large or too small for a Double keeps its spelling; Foundation refuses it. Of a
/// member that comes twice the last counts, as for `JSONSerialization`; for `JSONDecoder` it is the first. `JSONDecoder` refuses
/// some zeros with an exponent, as `0e3`, which RFC 8259 section 6 allows.
package enum JSONOracle {
    /// A text that we read.
    ///
    /// - Parameter isStrict: nothing but members that come twice was forgiven; then Foundation must read it, too.
    static func check(_ document: JSONDocument, of bytes: [UInt8], isStrict: Bool) throws(BrokenLaw) {
        let content = JSONContent(document.root, of: document)
        if content.isBeyondDouble || isWide(bytes) { return }
        for (judge, theirs) in readings(bytes) {
            guard let theirs else {
                if judge == decoder, document.hasRaisedZero { continue }
                try hold(!isStrict, "\(judge) refuses what is read here")
                continue
            }
            if judge == decoder, document.hasTwins { continue }
            try hold(theirs == content, "\(judge) reads \(theirs), and we \(content)")
        }
    }

    /// A text that we refuse: `JSONDecoder` is no judge then, for it does not look at a value that it does not hand out.
    static func check(refused error: JSONError, _ bytes: [UInt8]) throws(BrokenLaw) {
        if error.code == .tooDeep || isWide(bytes) { return }
        for case (let judge, let theirs?) in readings(bytes) where judge != decoder {
            throw BrokenLaw("\(judge) reads \(theirs), and we refuse it: \(error)")
        }
    }

    private static let decoder = "JSONDecoder"

    private static func readings(_ bytes: [UInt8]) -> [(judge: String, content: JSONContent?)] {
        let data = Data(bytes)
        let object = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        return [
            ("JSONSerialization", object.flatMap { JSONContent(foundation: $0) }),
            (decoder, try? JSONDecoder().decode(JSONContent.self, from: data)),
        ]
    }

    /// Foundation guesses UTF-16 and UTF-32 from marks and zeros at the beginning.
    private static func isWide(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(4).contains { $0 == 0 || $0 >= 0xFE }
    }
}

extension JSONDocument {
    /// Whether a number in it is 0 with an exponent.
    fileprivate var hasRaisedZero: Bool {
        nodes.indices.contains { self[$0].kind == .number && text($0).string.lowercased().starts(with: "0e") }
    }

    /// Whether a member came twice, or two have names that are equal as text though not in bytes.
    fileprivate var hasTwins: Bool {
        repairs.contains(.duplicateMember)
            || nodes.indices.contains { index in
                guard self[index].kind == .object else { return false }
                var names: Set<String> = []
                return children(index).contains { !names.insert(key($0).string).inserted }
            }
    }
}
