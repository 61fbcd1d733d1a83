internal import Diagnostics
internal import Translation
internal import Upgrades

/// Replaces names of devices and products, signatures, digests and secrets, the same by the same, and leaves all else as it is.
///
/// What is made up has the length and the kind of letters of what it stands for, and is not derived from it. Times stay, since they
/// decide whether a URL has expired. Names shorter than four bytes are replaced in topics only: in payloads they could be anything.
struct Anonymizer {
    private var names: [String: String] = [:]
    private var products = 0
    private var devices = 0
    var tokens = TokenScrambler()

    private static let shortestName = 4

    /// Leaves a product's name as it is: the dialect file says it, for its topics name none.
    mutating func keep(_ product: Text) { names[product.string] = product.string }

    mutating func learn(_ names: [Identities]) {
        for name in names { learn([name.device, name.backend]) }
    }

    mutating func learn(_ identities: [Identity]) {
        for identity in identities {
            for (name, isProduct) in [(identity.product.string, true), (identity.device.string, false)]
            where names[name] == nil {
                if isProduct { products += 1 } else { devices += 1 }
                names[name] = isProduct ? "PRODUCT\(products)" : "example-device-\(devices)"
            }
        }
    }

    func identities(_ identities: Identities) -> Identities {
        Identities(device: identity(identities.device), backend: identity(identities.backend))
    }

    private func identity(_ identity: Identity) -> Identity {
        Identity(
            product: Text(names[identity.product.string] ?? identity.product.string),
            device: Text(names[identity.device.string] ?? identity.device.string))
    }

    /// A topic's levels are whole names.
    func topic(_ topic: Text) -> Text {
        let levels = topic.string.split(separator: "/", omittingEmptySubsequences: false)
        return Text(levels.map { names[String($0)] ?? String($0) }.joined(separator: "/"))
    }

    /// A payload in JSON, broken JSON or anything else: what stands between quotes is looked at, and all of it for names.
    mutating func payload(_ payload: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var key: [UInt8] = []
        for piece in TextPieces(payload) {
            switch piece {
            case .between(let bytes): out += bytes
            case .key(let bytes):
                key = bytes
                out += bytes
            case .text(let bytes): out += text(bytes, of: key)
            }
        }
        return renamed(out)
    }

    private mutating func text(_ bytes: [UInt8], of key: [UInt8]) -> [UInt8] {
        let isSecret = namesSecret(String(decoding: key, as: UTF8.self)) || Self.tellsSecret(bytes)
        if isSecret { return tokens.scrambled(bytes, isSecret: true) }
        if URLText.isURL(bytes) { return URLText(bytes).scrambled(by: &tokens) }
        return tokens.scrambled(bytes, isSecret: false)
    }

    /// A text such as `Bearer abc` or `pwd=abc`.
    private static func tellsSecret(_ bytes: [UInt8]) -> Bool {
        guard !URLText.isURL(bytes) else { return false }
        let words = String(decoding: bytes, as: UTF8.self).split { " ,;".contains($0) }
        return words.contains { word in
            word.lowercased() == "bearer" || word.lowercased() == "basic"
                || word.contains("=") && namesSecret(String(word.prefix { $0 != "=" }))
        }
    }

    /// The longest names first; a name is one only where no letter or digit stands beside it.
    private func renamed(_ bytes: [UInt8]) -> [UInt8] {
        let known = names.filter { $0.key.utf8.count >= Self.shortestName }
            .map { (Array($0.key.utf8), Array($0.value.utf8)) }.sorted { $0.0.count > $1.0.count }
        guard !known.isEmpty else { return bytes }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let found = known.first { name, _ in
                bytes[index...].starts(with: name)
                    && !(index > 0 && bytes[index - 1].isAlphanumeric)
                    && !(index + name.count < bytes.count && bytes[index + name.count].isAlphanumeric)
            }
            if let found {
                out += found.1
                index += found.0.count
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isUpper: Bool { (0x41...0x5A).contains(self) }
    var isLower: Bool { (0x61...0x7A).contains(self) }
    var isAlphanumeric: Bool { isDigit || isUpper || isLower }
    var isHex: Bool { isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self) }
}
