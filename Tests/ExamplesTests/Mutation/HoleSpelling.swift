/// `${field:conversion|fallback}` taken apart as text.
struct HoleSpelling {
    var field: String
    var conversion: String?
    var fallback: String?

    init?(_ text: String) {
        guard text.hasPrefix("${"), text.hasSuffix("}"), !text.hasPrefix("${=") else { return nil }
        let inner = text.dropFirst(2).dropLast()
        let parts = inner.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let head = parts[0].split(separator: ":", maxSplits: 1)
        guard let field = head.first else { return nil }
        self.field = String(field)
        conversion = head.count > 1 ? String(head[1]) : nil
        fallback = parts.count > 1 ? String(parts[1]) : nil
    }

    var text: String { "${\(field)\(conversion.map { ":" + $0 } ?? "")\(fallback.map { "|" + $0 } ?? "")}" }

    func with(_ change: (inout HoleSpelling) -> Void) -> String {
        var copy = self
        change(&copy)
        return copy.text
    }
}
