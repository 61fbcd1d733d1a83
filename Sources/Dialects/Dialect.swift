internal import Diagnostics
package import Upgrades

/// One vendor's way to write OTA messages, compiled from its dialect file.
package final class Dialect: Sendable {
    /// What printing an offer must not exceed (H41).
    struct Limit: Sendable {
        let field: Field
        let bytes: Int?
        /// Bytes that must not occur.
        let not: [UInt8]
        let location: SourceLocation
    }
    /// What becomes of a field that the dialect has no place for.
    enum Loss: String, CaseIterable, Sendable { case refuse, drop }
    /// A line of `lacks`.
    struct StatedLoss: Sendable {
        let loss: Loss
        let location: SourceLocation
    }
    /// The variants of one topic and one sender, in the file's order.
    struct TopicGroup: Sendable {
        let topic: TopicTemplate
        let sender: Sender
        let variants: [Int]
    }

    package let name: String
    /// The file it was compiled from, as findings name it.
    package let file: String
    package let behaviour: Behaviour
    /// The product in the identity of every device; nil where the topics tell it.
    package let product: Text?
    /// What may come on its topics and is none of the gateway's business.
    let ignored: [IgnoredForm]
    let variants: [Variant]
    let limits: [Limit]
    let losses: [Field: StatedLoss]
    let urlExpiry: [URLExpiry]
    let groups: [TopicGroup]
    /// The variants that print, by what they say, in the file's order.
    let printing: [MessageKind: [Variant]]
    /// The members that tell state, percent, failure or note, as JSON Pointers (B13).
    let natives: [String]

    init(
        name: String, file: String, behaviour: Behaviour, variants: [Variant], limits: [Limit],
        losses: [Field: StatedLoss], urlExpiry: [URLExpiry], product: Text? = nil, ignored: [IgnoredForm] = []
    ) {
        self.name = name
        self.file = file
        self.behaviour = behaviour
        self.variants = variants
        self.limits = limits
        self.losses = losses
        self.urlExpiry = urlExpiry
        self.product = product
        self.ignored = ignored
        var groups: [TopicGroup] = []
        for variant in variants
        where !groups.contains(where: { $0.topic == variant.topic && $0.sender == variant.sender }) {
            let places = variants.indices.filter {
                variants[$0].topic == variant.topic && variants[$0].sender == variant.sender
            }
            groups.append(TopicGroup(topic: variant.topic, sender: variant.sender, variants: places))
        }
        for form in ignored where !groups.contains(where: { $0.topic == form.topic && $0.sender == form.sender }) {
            groups.append(TopicGroup(topic: form.topic, sender: form.sender, variants: []))
        }
        self.groups = groups
        printing = Dictionary(grouping: variants.filter(\.prints), by: \.kind)
        let news = variants.filter { $0.kind == .progress }.flatMap { $0.payload.pointersOfNews(holes: $0.holes) }
        natives = Set(news).sorted()
    }

    /// What the rules of an upgrade need to know of this dialect.
    package var traits: SideTraits {
        let progress = variants.filter { $0.kind == .progress && $0.prints }
        return SideTraits(
            dialect: name, behaviour: behaviour,
            namesTargetInProgress: progress.contains { $0.fields.contains(FieldSet(.target)) },
            requiresTargetInProgress: progress.contains { $0.required.contains(FieldSet(.target)) },
            namesModules: variants.contains { $0.fields.contains(FieldSet(.module)) },
            namesVersionInProgress: progress.contains { $0.fields.contains(FieldSet(.version)) },
            asksVersions: printing[.versionQuery] != nil)
    }

    /// When the URL of an offer of this dialect expires, in seconds since 1970: the first pattern that fits tells.
    package func expiry(of url: Text) -> Int64? {
        let bytes = Array(url.utf8)
        return urlExpiry.lazy.compactMap { $0.read(bytes) }.first
    }

    /// The MQTT topic filters that hear a sender: identity holes as given, `+` for any.
    package func topicFilters(from sender: Sender, product: String?, device: String?) -> [String] {
        groups.filter { group in group.sender == sender && group.variants.contains { variants[$0].reads } }
            .map { $0.topic.print(product: product ?? "+", device: device ?? "+") }
    }
}

extension Template {
    /// The members with holes for state, percent, failure or note.
    fileprivate func pointersOfNews(holes: [Hole]) -> [String] {
        if case .array(let elements) = self { return elements.flatMap { $0.pointersOfNews(holes: holes) } }
        guard case .object(let members, _) = self else { return [] }
        return members.flatMap { member in
            guard case .hole(let place) = member.value else { return member.value.pointersOfNews(holes: holes) }
            let isNews = [.phase, .percent, .failure, .note].contains(holes[place].field)
            return isNews ? [member.pointer] : []
        }
    }
}
