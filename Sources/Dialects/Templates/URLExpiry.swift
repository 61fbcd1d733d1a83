internal import Diagnostics
internal import Upgrades

/// A pattern for where a vendor's signed URL carries its expiry, as `Expires=${unix}` (H19).
struct URLExpiry: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        case literal([UInt8])
        /// Seconds since 1970.
        case unix
        /// Anything up to what follows, within one parameter.
        case anything
    }
    let pieces: [Piece]
    let location: SourceLocation
    /// How far `${_}` reaches, so that a hostile URL costs no square.
    private static let longestSkip = 1024

    /// The expiry in seconds since 1970; nil if the URL does not fit the pattern.
    func read(_ url: [UInt8]) -> Int64? {
        for start in url.indices {
            if startsWithLetter, !isParameter(url, at: start) { continue }
            if let unix = match(url, at: start) { return unix }
        }
        return nil
    }

    private var startsWithLetter: Bool {
        guard case .literal(let text)? = pieces.first, let first = text.first else { return false }
        return (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
    }

    /// Right behind `?`, `&` or an escaped `&`.
    private func isParameter(_ url: [UInt8], at start: Int) -> Bool {
        guard start > 0 else { return false }
        if url[start - 1] == UInt8(ascii: "?") || url[start - 1] == UInt8(ascii: "&") { return true }
        return start >= 3 && url[start - 3..<start].elementsEqual("%26".utf8)
    }

    private func match(_ url: [UInt8], at start: Int) -> Int64? {
        var index = start
        var unix: Int64?
        for (place, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let text):
                guard url[index...].starts(with: text) else { return nil }
                index += text.count
            case .unix:
                var end = index
                while end < url.count, (0x30...0x39).contains(url[end]) { end += 1 }
                guard let number = Int64(String(decoding: url[index..<end], as: UTF8.self)) else { return nil }
                unix = number
                index = end
            case .anything:
                guard case .literal(let next)? = pieces[(place + 1)...].first else { return nil }
                let limit = index + Self.longestSkip
                while !url[index...].starts(with: next) {
                    guard index < min(url.count, limit), url[index] != UInt8(ascii: "&") else { return nil }
                    index += 1
                }
            }
        }
        return unix
    }
}
