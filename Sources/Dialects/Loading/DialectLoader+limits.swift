internal import Diagnostics
internal import Upgrades

/// Limits that no offer can keep, or that never act.
extension DialectLoader {
    mutating func checkLimits(of dialect: Dialect) {
        let holes = dialect.variants.filter { $0.kind == .offer && $0.prints }.flatMap(\.holes)
        for limit in dialect.limits {
            let places = holes.filter { $0.field == limit.field }
            let name = "offer.\(limit.field.rawValue)"
            func report(_ message: String, _ suggestion: String, _ severity: Finding.Severity = .error) {
                findings.report(
                    Finding(
                        .badLimit, message, in: file, at: limit.location, length: name.count, severity: severity,
                        suggestion: suggestion))
            }
            if places.isEmpty {
                report(
                    "offers have no place for the \(limit.field.rawValue), so that its limit never acts",
                    "remove it, or write the field that is meant", .warning)
                continue
            }
            if let least = limit.field.shortest, let bytes = limit.bytes, bytes < least {
                report(
                    "no \(limit.field.rawValue) has \(bytes) bytes or fewer, so that nothing is ever offered",
                    "write bytes: \(least) or more")
            }
            if limit.field == .url, let byte = "://".utf8.first(where: limit.not.contains) {
                report(
                    "every url has \(quoted(String(UnicodeScalar(byte)))) in it, so that nothing is ever offered",
                    "write the characters that a device cannot take")
            }
            for hole in places {
                guard case .token(let token)? = hole.fallback, let text = Template.Literal(token: token)?.text,
                    limit.refuses(text)
                else { continue }
                report(
                    "what is printed without a \(limit.field.rawValue), \(quoted(text.string)), is beyond its limit",
                    "write another text behind '|', or a wider limit")
            }
        }
    }
}

extension Field {
    /// The bytes that its values have at least; nil if they may have one.
    fileprivate var shortest: Int? {
        switch self {
        case .url: "http://a".utf8.count
        case .md5: 32
        case .sha256: 64
        default: nil
        }
    }
}

extension Dialect.Limit {
    fileprivate func refuses(_ text: Text) -> Bool {
        if let bytes, text.utf8.count > bytes { return true }
        return text.utf8.contains(where: not.contains)
    }
}
