/// Makes up tokens for those that give something away: of the same length and kind of letters, the same for the same.
///
/// What is made up comes from a counter, so that nothing can be worked back. Hexadecimal tokens are the same in either case.
struct TokenScrambler {
    private var known: [[UInt8]: [UInt8]] = [:]
    private var state: UInt64 = 1

    /// Digests begin here; versions and words end before.
    private static let shortestDigest = 16
    private static let shortestKey = 20

    /// Replaces the tokens in a text that look like digests or keys; in a secret all of them.
    mutating func scrambled(_ text: [UInt8], isSecret: Bool) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        while index < text.count {
            if let skipped = Self.escape(text, at: index) {
                out += text[index..<skipped]
                index = skipped
                continue
            }
            guard text[index].isAlphanumeric else {
                out.append(text[index])
                index += 1
                continue
            }
            let start = index
            while index < text.count, text[index].isAlphanumeric { index += 1 }
            let token = Array(text[start..<index])
            out += isSecret || isKnown(token) || Self.givesAway(token) ? scrambled(token) : token
        }
        return out
    }

    /// The place behind `\n`, `\u0026` or `%26`; nil where no escape begins.
    static func escape(_ text: [UInt8], at index: Int) -> Int? {
        if text[index] == UInt8(ascii: "\\"), index + 1 < text.count {
            return min(index + (text[index + 1] == UInt8(ascii: "u") ? 6 : 2), text.count)
        }
        if text[index] == UInt8(ascii: "%"), index + 2 < text.count, text[index + 1].isHex, text[index + 2].isHex {
            return index + 3
        }
        return nil
    }

    /// Whether it was a secret elsewhere: the same is replaced by the same, so that ids still find their answers.
    private func isKnown(_ token: [UInt8]) -> Bool { token.count >= Self.shortestKnown && known[token] != nil }
    private static let shortestKnown = 3

    private static func givesAway(_ token: [UInt8]) -> Bool {
        let hasDigits = token.contains(where: \.isDigit)
        let hasLetters = token.contains { !$0.isDigit }
        guard hasDigits, hasLetters else { return false }
        if token.allSatisfy(\.isHex) { return token.count >= shortestDigest }
        return token.count >= shortestKey
    }

    /// Another token of the same look; never the same one.
    mutating func scrambled(_ token: [UInt8]) -> [UInt8] {
        let isHex = token.count >= 8 && token.allSatisfy(\.isHex)
        let key = isHex ? token.map { $0.isUpper ? $0 | 0x20 : $0 } : token
        let made: [UInt8]
        if let before = known[key] {
            made = before
        } else {
            var fresh = key
            repeat { fresh = key.map { letter(like: $0, isHex: isHex) } } while fresh == key
            known[key] = fresh
            made = fresh
        }
        return zip(token, made).map { old, new in isHex && old.isUpper && new.isLower ? new & 0xDF : new }
    }

    private mutating func letter(like old: UInt8, isHex: Bool) -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let number = UInt8((state >> 33) % 26)
        if old.isDigit { return 0x30 + number % 10 }
        if isHex { return 0x61 + number % 6 }
        return (old.isUpper ? 0x41 : 0x61) + number
    }
}
