internal import Diagnostics
internal import Upgrades

/// A member that is spelled a little differently from the one that says the same in the dialect's other forms.
extension DialectLoader {
    mutating func checkMembers(of dialect: Dialect) {
        let forms = dialect.variants.map { variant in variant.payload.members(holes: variant.holes) }
        /// The members that say one field in one object, in all forms.
        struct Place: Hashable {
            let object: String
            let field: Field
        }
        var places: [Place: [PlacedMember]] = [:]
        for member in forms.joined() {
            places[Place(object: member.object, field: member.field), default: []].append(member)
        }
        for members in places.values where Set(members.map(\.name)).count > 1 {
            let counts = members.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
            for member in members where member.name.utf8.count >= Self.shortestName {
                let usual = counts.keys.filter { counts[$0, default: 0] > counts[member.name, default: 0] }.sorted()
                guard let name = nearName(to: member.name, among: usual), isMisspelling(member.name, of: name),
                    let other = members.first(where: { $0.name == name })
                else { continue }
                let means = [member.name, name]
                if forms.contains(where: { form in means.allSatisfy { form.has($0, in: member.object) } }) { continue }
                findings.report(
                    Finding(
                        .oddMember,
                        "the \(member.field.rawValue) stands in \(quoted(member.name)) here, in \(quoted(name)) elsewhere",
                        in: file, at: member.location, length: member.name.unicodeScalars.count, severity: .warning,
                        suggestion: "did you mean \(quoted(name))?",
                        notes: [Finding.Note("\(quoted(name)) stands here", at: other.location)]))
            }
        }
    }

    /// A literal that is spelled a little differently from the one in most other forms.
    mutating func checkLiterals(of dialect: Dialect) {
        let forms = dialect.variants.map { variant in variant.payload.literalMembers }
        var places: [String: [LiteralMember]] = [:]
        for member in forms.joined() { places[member.pointer, default: []].append(member) }
        for members in places.values where Set(members.map(\.text)).count > 1 {
            let counts = members.reduce(into: [:]) { $0[$1.text, default: Set<SourceLocation>()].insert($1.location) }
            for member in members
            where member.text.utf8.count >= Self.shortestLiteral && counts[member.text]?.count == 1 {
                let usual = counts.keys.filter { counts[$0, default: []].count > 1 }.sorted()
                guard let text = nearName(to: member.text, among: usual), isMisspelling(member.text, of: text),
                    let other = members.first(where: { $0.text == text })
                else { continue }
                findings.report(
                    Finding(
                        .oddMember,
                        "\(quoted(member.name)) is \(quoted(member.text)) here, and \(quoted(text)) elsewhere",
                        in: file, at: member.location, length: member.name.unicodeScalars.count, severity: .warning,
                        suggestion: "did you mean \(quoted(text))?",
                        notes: [Finding.Note("\(quoted(text)) stands here", at: other.location)]))
            }
        }
        for group in dialect.groups { checkMarks(of: group.variants.map { (dialect.variants[$0], forms[$0]) }) }
    }

    /// A form without the literal that all other forms of its kind have, all the same: somebody will look for it.
    private mutating func checkMarks(of forms: [(variant: Variant, literals: [LiteralMember])]) {
        for (own, form) in forms.enumerated() where form.variant.prints {
            let others = forms.indices.filter { $0 != own && forms[$0].variant.kind == form.variant.kind }
            guard Set(others.map { forms[$0].variant.location }).count > 1, let first = others.first else { continue }
            let names = form.variant.payload.memberPointers
            for member in forms[first].literals where !names.contains(member.pointer) {
                let isShared = others.allSatisfy { other in
                    forms[other].literals.contains { $0.pointer == member.pointer && $0.text == member.text }
                }
                guard isShared else { continue }
                findings.report(
                    Finding(
                        .oddMember,
                        "all other forms of \(quoted(form.variant.kind.rawValue)) have \(quoted(member.name)), \(form.variant.label) has not",
                        in: file,
                        at: form.variant.location, length: form.variant.length, severity: .warning,
                        suggestion: "add the member that tells the forms apart",
                        notes: [Finding.Note("\(quoted(member.name)) stands here", at: member.location)]))
            }
        }
    }

    /// Whether one text is the other with one letter wrong, missing or too much, or two swapped; a digit or a capital is
    /// a choice.
    private func isMisspelling(_ text: String, of other: String) -> Bool {
        let (one, two) = (
            Array(text.lowercased().filter { !$0.isNumber }), Array(other.lowercased().filter { !$0.isNumber })
        )
        guard one != two, abs(one.count - two.count) <= 1 else { return false }
        let (shorter, longer) = (min(one.count, two.count), max(one.count, two.count))
        let start = zip(one, two).prefix { $0 == $1 }.count
        let end = min(zip(one.reversed(), two.reversed()).prefix { $0 == $1 }.count, shorter - start)
        return start + end >= longer - 1 || (start + end == longer - 2 && one.sorted() == two.sorted())
    }

    /// Shorter literals are near to too many others.
    private static let shortestLiteral = 6

    /// Shorter names are near to too many others.
    private static let shortestName = 4

    fileprivate struct PlacedMember {
        let object: String
        let name: String
        let field: Field
        let location: SourceLocation
    }
}

extension [DialectLoader.PlacedMember] {
    fileprivate func has(_ name: String, in object: String) -> Bool {
        contains { $0.name == name && $0.object == object }
    }
}

extension DialectLoader {
    fileprivate struct LiteralMember {
        let pointer: String
        let name: String
        let text: String
        let location: SourceLocation
    }
}

extension Template {
    /// The members that must be there and say one fixed thing.
    fileprivate var literalMembers: [DialectLoader.LiteralMember] {
        guard case .object(let members, _) = self else { return [] }
        return members.flatMap { member -> [DialectLoader.LiteralMember] in
            guard case .literal(let literals) = member.value else { return member.value.literalMembers }
            guard !member.isOptional, let text = literals.first?.text.string else { return [] }
            return [
                DialectLoader.LiteralMember(
                    pointer: member.pointer, name: String(decoding: member.name, as: UTF8.self), text: text,
                    location: member.location)
            ]
        }
    }

    fileprivate var memberPointers: Set<String> {
        guard case .object(let members, _) = self else { return [] }
        return members.reduce(into: []) { pointers, member in
            pointers.insert(member.pointer)
            pointers.formUnion(member.value.memberPointers)
        }
    }

    fileprivate func members(holes: [Hole]) -> [DialectLoader.PlacedMember] {
        switch self {
        case .object(let members, let pointer):
            members.flatMap { member -> [DialectLoader.PlacedMember] in
                guard case .hole(let place) = member.value else { return member.value.members(holes: holes) }
                return [
                    DialectLoader.PlacedMember(
                        object: pointer, name: String(decoding: member.name, as: UTF8.self), field: holes[place].field,
                        location: member.location)
                ]
            }
        case .array(let elements): elements.flatMap { $0.members(holes: holes) }
        case .literal, .hole: []
        }
    }
}
