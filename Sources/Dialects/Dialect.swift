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
    final class TopicGroup: Sendable {
        let topic: TopicTemplate
        let fixedProduct: Text
        let sender: Sender
        let variants: [Int]
        /// Where their payloads have the members that they name.
        let layout: Layout
        /// How those of them that read do it.
        let plans: [ReadPlan]

        /// - Parameter natives: the members of the dialect that tell news, as JSON Pointers.
        init(_ topic: TopicTemplate, _ sender: Sender, of all: [Variant], natives: Set<String>) {
            let variants = all.indices.filter { all[$0].topic == topic && all[$0].sender == sender }
            let reading = variants.map { all[$0] }.filter(\.reads)
            let layout = Layout(reading.map(\.payload))
            self.topic = topic
            fixedProduct = topic.fixedProduct
            self.sender = sender
            self.variants = variants
            self.layout = layout
            plans = reading.map { ReadPlan($0, layout: layout, natives: natives) }
        }

        /// The forms that a payload may be of, in the order in which they are tried.
        func candidates(for document: inout JSONDocument) -> Candidates {
            if let known = document.memory.candidates(of: layout.identity) { return known }
            let (spots, isToldByMake) = layout.place(&document)
            let found = Candidates(plans.compactMap { Candidate($0, document, spots) }, of: layout.identity)
            if isToldByMake { document.memory.keep(found) }
            return found
        }
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
    /// The topics of the groups.
    let topics: TopicIndex
    /// The groups of each sender.
    private let groupsOfDevice: [Int]
    private let groupsOfBackend: [Int]
    /// A variant that prints, with what rules it out for most messages.
    struct Printing: Sendable {
        let variant: Variant
        let required: FieldSet
        let phases: WordSet?
    }
    /// Those that print, in the file's order, by the place of what they say.
    let printing: [[Printing]]
    /// The same without those whose claims rule out the phase, by its place; what no phase is needed for stands at the end.
    private let printingByPhase: [[[Printing]]]

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
        let news = variants.filter { $0.kind == .progress }.flatMap { $0.payload.pointersOfNews(holes: $0.holes) }
        var groups: [TopicGroup] = []
        for form in variants where !groups.contains(where: { $0.topic == form.topic && $0.sender == form.sender }) {
            groups.append(TopicGroup(form.topic, form.sender, of: variants, natives: Set(news)))
        }
        for form in ignored where !groups.contains(where: { $0.topic == form.topic && $0.sender == form.sender }) {
            groups.append(TopicGroup(form.topic, form.sender, of: [], natives: []))
        }
        self.groups = groups
        topics = TopicIndex(groups.map(\.topic))
        groupsOfDevice = groups.indices.filter { groups[$0].sender == .device }
        groupsOfBackend = groups.indices.filter { groups[$0].sender == .backend }
        printing = MessageKind.allCases.map { kind in
            variants.filter { $0.prints && $0.kind == kind }
                .map { Printing(variant: $0, required: $0.required, phases: $0.phases) }
        }
        printingByPhase = printing.map { forms in
            (Phase.allCases + [nil]).map { phase in forms.filter { $0.phases?.contains(phase) ?? true } }
        }
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
            asksVersions: !forms(printing: .versionQuery).isEmpty)
    }

    /// The variants that may print a message, as far as its kind and its phase tell.
    func forms(printing kind: MessageKind, in phase: Phase?) -> [Printing] {
        printingByPhase[kind.place][phase?.place ?? Phase.allCases.count]
    }

    /// The variants that say such messages, in the file's order.
    func forms(printing kind: MessageKind) -> [Variant] { printing[kind.place].map(\.variant) }

    /// The places of the groups of a sender.
    func groups(of sender: Sender) -> [Int] {
        switch sender {
        case .device: groupsOfDevice
        case .backend: groupsOfBackend
        }
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
