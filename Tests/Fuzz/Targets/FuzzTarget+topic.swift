import Dialects
import Upgrades

extension FuzzTarget {
    /// A topic as a broker delivers it; a second line is a device's name, the first its product then.
    ///
    /// Who is read out of a topic stands in it, and who is printed into one is read out of it.
    static let topic = FuzzTarget(name: "topic", longest: 512) { bytes in
        let (line, rest) = split(bytes)
        for dialect in ShippedDialects.all {
            try checkMatches(of: Text(String(decoding: line, as: UTF8.self)), in: dialect)
            try checkNames(
                String(decoding: line, as: UTF8.self), String(decoding: rest, as: UTF8.self), in: dialect)
        }
    }

    private static func checkMatches(of topic: Text, in dialect: Dialect) throws(BrokenLaw) {
        for match in dialect.match(topic: topic) {
            let (product, device) = (match.product.string, match.device.string)
            let forms = dialect.topicsRead(from: match.sender).map { fill($0, product, device) }
            // a topic of ignored messages is no topic of a form that is read
            let isRead = forms.contains { $0.utf8.elementsEqual(topic.utf8) }
            try hold(isRead, "'\(topic)' is read as one of \(product)/\(device), whose topics are \(forms)")
        }
    }

    private static func checkNames(_ product: String, _ device: String, in dialect: Dialect) throws(BrokenLaw) {
        let slash = UInt8(ascii: "/")
        guard !product.isEmpty, !device.isEmpty, !product.utf8.contains(slash), !device.utf8.contains(slash) else {
            return
        }
        for sender in Sender.allCases {
            for parts in dialect.topicsPrinted(from: sender) {
                let topic = fill(parts, product, device)
                let isRead = dialect.match(topic: Text(topic)).contains { match in
                    match.sender == sender && match.device == Text(device)
                        && match.product == dialect.product ?? Text(product)
                }
                try hold(isRead, "'\(topic)' of \(product)/\(device) is not read as its topic")
            }
        }
    }

    private static func fill(_ parts: [TopicPart], _ product: String, _ device: String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .product: product
            case .device: device
            }
        }.joined(separator: "/")
    }
}
