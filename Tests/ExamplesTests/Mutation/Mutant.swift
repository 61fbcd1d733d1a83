/// A dialect file with one thing changed.
struct Mutant {
    /// Where and what, the same whatever else changes in the file: `messages/offer/payload/id removed`.
    let name: String
    fileprivate let tree: YAMLTree
    /// The file's text, written when it is asked for.
    var text: String { tree.text }
}

/// Every sensible single change of a dialect file, by its structure.
struct Mutator {
    let file: YAMLTree
    /// The names of the file's tables.
    let tables: [String]
    /// The fields that its holes name.
    let fields: [String]

    init(_ file: YAMLTree) {
        self.file = file
        tables = file["conversions"]?.members.map(\.key) ?? []
        var fields: Set<String> = []
        Self.collectFields(of: file, into: &fields)
        self.fields = fields.sorted()
    }

    var mutants: [Mutant] {
        changes(of: file, at: []).filter { $0.tree != file }.map { Mutant(name: $0.name, tree: $0.tree) }
    }

    struct Change {
        let name: String
        let tree: YAMLTree
    }

    private static func collectFields(of tree: YAMLTree, into fields: inout Set<String>) {
        switch tree {
        case .scalar(let text, _): if let hole = HoleSpelling(text) { fields.insert(hole.field) }
        case .list(let items, _): for item in items { collectFields(of: item, into: &fields) }
        case .mapping(let members): for member in members { collectFields(of: member.value, into: &fields) }
        }
    }

    private func changes(of tree: YAMLTree, at path: [String]) -> [Change] {
        switch tree {
        case .scalar(let text, let isPlain):
            return scalars(text, isPlain, path).map { Change(name: name(path) + " = \($0.label)", tree: $0.tree) }
        case .list(let items, let tag):
            return changes(ofItems: items, tag, at: path)
        case .mapping(let members):
            return changes(ofMembers: members, at: path) + additions(to: members, at: path)
        }
    }

    private func name(_ path: [String]) -> String { path.joined(separator: "/") }

    private func changes(ofItems items: [YAMLTree], _ tag: String?, at path: [String]) -> [Change] {
        var changes: [Change] = []
        for place in items.indices {
            let label = items[place].string ?? "\(place)"
            var removed = items
            removed.remove(at: place)
            changes.append(Change(name: "\(name(path)) without \(label)", tree: .list(removed, tag: tag)))
            // of alternatives only the first differs from the others, where it is printed
            let hasOrder = path != ["ignored"] && (tag == nil || place == 0 && !isReadOnly(path))
            if place + 1 < items.count, hasOrder, !isPrintOnly(path) {
                var swapped = items
                swapped.swapAt(place, place + 1)
                changes.append(Change(name: "\(name(path)) swapped at \(label)", tree: .list(swapped, tag: tag)))
            }
            let isAlternative = tag != nil && place > 0
            changes += self.changes(of: items[place], at: path + ["\(label)"]).compactMap { change in
                // quotes matter to what is printed only
                if isAlternative, change.name.hasSuffix("= quoted") || change.name.hasSuffix("= plain") { return nil }
                var changed = items
                changed[place] = change.tree
                return Change(name: change.name, tree: .list(changed, tag: tag))
            }
        }
        if let first = items.first, path.last != "url-expiry" {
            changes.append(Change(name: "\(name(path)) = the first", tree: first))
        }
        return changes
    }

    private func changes(ofMembers members: [YAMLTree.Member], at path: [String]) -> [Change] {
        var changes: [Change] = []
        for place in members.indices {
            let member = members[place]
            let inner = name(path + [member.key])
            func with(_ body: (inout [YAMLTree.Member]) -> Void) -> YAMLTree {
                var changed = members
                body(&changed)
                return .mapping(changed)
            }
            changes.append(Change(name: "\(inner) removed", tree: with { $0.remove(at: place) }))
            if place + 1 < members.count, hasOrder(path) {
                changes.append(Change(name: "\(inner) swapped", tree: with { $0.swapAt(place, place + 1) }))
            }
            for key in keys(instead: member.key, at: path) {
                changes.append(Change(name: "\(inner) named \(key)", tree: with { $0[place].key = key }))
            }
            changes += self.changes(of: member.value, at: path + [member.key]).map { change in
                Change(name: change.name, tree: with { $0[place].value = change.tree })
            }
        }
        return changes
    }
}
