internal import Diagnostics
internal import Upgrades
internal import YAMLSource

extension DialectLoader {
    /// A topic name whose levels are fixed text, `${product}` or `${device}`, each hole once; nil after a finding.
    mutating func loadTopic(_ node: YAMLNode) -> TopicTemplate? {
        guard let (text, location) = node.readText("'topic'", in: file, into: &findings) else { return nil }
        var levels: [TopicTemplate.Level] = []
        var isGood = true
        var offset = 0
        for level in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map({
            String(Substring($0))
        }) {
            switch level {
            case "${product}": levels.append(.product)
            case "${device}": levels.append(.device)
            default:
                if level.contains("${") || level.contains("+") || level.contains("#") || level.utf8.contains(0) {
                    isGood = false
                    report(
                        .badTopic, "\(quoted(level)) cannot be a level of a topic",
                        at: node.scalar?.location(ofUTF8Offset: offset) ?? location, length: level.unicodeScalars.count,
                        suggestion: didYouMean(level, among: ["${product}", "${device}"])
                            ?? "a level is fixed text, ${product} or ${device}")
                }
                levels.append(.literal(level))
            }
            offset += level.utf8.count + 1
        }
        if text.hasSuffix("/") {
            findings.report(
                Finding(
                    .badTopic, "the topic ends with a level that is empty", in: file, at: location, length: node.length,
                    severity: .warning, suggestion: "remove '/' at the end, if the vendor's topics have none"))
        }
        guard isGood else { return nil }
        if let product, levels.contains(.product) {
            report(
                .badTopic, "'product' says \(quoted(product.string)), and the topic has a level for it, too",
                at: location,
                length: node.length,
                suggestion: "remove product: where topics name the product, or the level ${product}")
            return nil
        }
        let needed: [TopicTemplate.Level] = product == nil ? [.product, .device] : [.device]
        for hole in needed where levels.filter({ $0 == hole }).count != 1 {
            isGood = false
            report(
                .badTopic, "a topic needs the level ${\(hole)} once", at: location, length: node.length,
                suggestion: hole == .product && !levels.contains(.product)
                    ? "the topic tells which device is meant; where no topic names a product, write product: at the top"
                    : "the topic alone tells which device is meant")
        }
        return isGood ? TopicTemplate(levels: levels, fixedProduct: product ?? "") : nil
    }
}
