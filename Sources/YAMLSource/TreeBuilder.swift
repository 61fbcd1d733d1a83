import Diagnostics

/// Builds the node tree of one document from events, on a stack of its own, within the limits.
struct TreeBuilder {
    /// A mapping or list that is still open.
    private struct Frame {
        let isMapping: Bool
        let location: SourceLocation
        let tag: String?
        let anchor: String?
        var items: [YAMLNode] = []
        var members: [YAMLMember] = []
        /// The key whose value comes next; `isReported` keys are left out with their values.
        var key: (text: String, location: SourceLocation, isReported: Bool)?
        var keys: [[UInt8]: SourceLocation] = [:]
        var size = 1
        var height = 1
    }

    /// A finished node, with what it costs to use it again.
    private struct Built {
        let node: YAMLNode
        var size = 1
        /// Levels of mappings and lists, 0 for a scalar.
        var height = 0
    }

    let source: SourceText
    let limits: YAMLLimits
    private var stack: [Frame] = []
    private var anchors: [String: Built] = [:]
    private var nodeCount = 0
    private(set) var root: YAMLNode?
    /// Characters that only look like YAML's own were reported; what the file means to say is not known.
    private(set) var hasPastedCharacters = false

    init(source: SourceText, limits: YAMLLimits) {
        self.source = source
        self.limits = limits
    }

    /// Throws the finding that prevents reading on; others are reported.
    mutating func add(_ event: YAMLEvent, into findings: inout Findings) throws(Finding) {
        switch event.kind {
        case .scalar(let text, let style):
            let isText = event.tag == "tag:yaml.org,2002:str" || event.tag == "!"
            let range =
                source.byteOffset(ofScalar: event.start)..<source.byteOffset(ofScalar: max(event.end, event.start))
            let scalar = YAMLScalar(
                text: text, style: style, range: range, source: source, isMarkedText: isText, hasTag: event.tag != nil)
            let node = YAMLNode(content: .scalar(scalar), location: location(event.start), tag: keptTag(event.tag))
            try finish(Built(node: node), anchor: event.anchor, at: node.location, into: &findings)
        case .alias(let name): try useAnchor(name, at: location(event.start), into: &findings)
        case .sequenceStart: try open(event, isMapping: false)
        case .mappingStart: try open(event, isMapping: true)
        case .sequenceEnd, .mappingEnd: try close(into: &findings)
        case .streamStart, .streamEnd, .documentStart, .documentEnd: break
        }
    }

    private mutating func open(_ event: YAMLEvent, isMapping: Bool) throws(Finding) {
        let location = location(event.start)
        if let parent = stack.last, parent.isMapping, parent.key == nil { throw keyNotText(at: location) }
        guard stack.count < limits.depth else { throw tooDeep(at: location) }
        stack.append(Frame(isMapping: isMapping, location: location, tag: keptTag(event.tag), anchor: event.anchor))
    }

    private mutating func close(into findings: inout Findings) throws(Finding) {
        guard let frame = stack.popLast() else { preconditionFailure("libyaml closed a collection it never opened") }
        let content: YAMLNode.Content = frame.isMapping ? .mapping(frame.members) : .sequence(frame.items)
        let node = YAMLNode(content: content, location: frame.location, tag: frame.tag)
        let built = Built(node: node, size: frame.size, height: frame.height)
        try finish(built, anchor: frame.anchor, at: node.location, into: &findings)
    }

    private mutating func useAnchor(
        _ name: String, at location: SourceLocation, into findings: inout Findings
    ) throws(Finding) {
        if stack.contains(where: { $0.anchor == name }) {
            throw Finding(
                .unknownAnchor, "alias \(quoted("*" + name)) stands inside the value it names", in: source.name,
                at: location, length: name.unicodeScalars.count + 1)
        }
        guard let built = anchors[name] else {
            throw Finding(
                .unknownAnchor, "no anchor \(quoted("&" + name)) before this alias", in: source.name, at: location,
                length: name.unicodeScalars.count + 1, suggestion: didYouMean(name, among: anchors.keys.sorted()))
        }
        guard stack.count + built.height <= limits.depth else { throw tooDeep(at: location) }
        try finish(built, cost: built.size, at: location, into: &findings)
    }

    private mutating func reportPasted(_ scalar: YAMLScalar, into findings: inout Findings) {
        let isKey = stack.last.map { $0.isMapping && $0.key == nil } ?? false
        let found = isKey ? PastedCharacter.first(inKey: scalar.text) : PastedCharacter.first(aroundValue: scalar.text)
        guard let found else { return }
        hasPastedCharacters = true
        findings.report(found.finding(at: scalar.location(ofUTF8Offset: found.offset), in: source.name))
    }

    /// Puts a finished node where it belongs: key, value, item or root.
    ///
    /// - Parameter cost: the nodes it adds to the tree, those already counted left out.
    private mutating func finish(
        _ built: Built, anchor: String? = nil, cost: Int = 1, at location: SourceLocation, into findings: inout Findings
    ) throws(Finding) {
        if let scalar = built.node.scalar, scalar.isPlain { reportPasted(scalar, into: &findings) }
        nodeCount += cost
        guard nodeCount <= limits.nodes else { throw tooManyNodes(at: location) }
        if let anchor { anchors[anchor] = built }
        guard var frame = stack.popLast() else {
            root = built.node
            return
        }
        defer { stack.append(frame) }
        frame.size += built.size
        frame.height = max(frame.height, built.height + 1)
        if !frame.isMapping {
            frame.items.append(built.node)
        } else if let key = frame.key {
            frame.key = nil
            guard !key.isReported else { return }
            frame.members.append(YAMLMember(key: key.text, keyLocation: key.location, value: built.node))
        } else {
            guard let scalar = built.node.scalar else { throw keyNotText(at: location) }
            let text = scalar.text
            let isMerge = scalar.isPlain && text == "<<"
            if isMerge { findings.report(mergeKey(at: location)) }
            let first = frame.keys[Array(text.utf8)]
            if let first, !isMerge { findings.report(duplicateKey(built.node, text: text, at: location, first: first)) }
            frame.keys[Array(text.utf8)] = first ?? location
            frame.key = (text, location, first != nil || isMerge)
        }
    }
}
