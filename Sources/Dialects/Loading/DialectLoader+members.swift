internal import Diagnostics
internal import Upgrades

/// A member that is spelled a little differently from the one that says the same in the dialect's other forms.
extension DialectLoader {
    mutating func checkMembers(of dialect: Dialect) {
        let places = dialect.variants.map { variant in variant.payload.members(holes: variant.holes) }
        for (own, members) in places.enumerated() {
            for member in members where member.name.utf8.count >= Self.shortestName {
                // the same field at the same place, by a name that this form does not know
                let others = places.indices.filter { $0 != own }.flatMap { places[$0] }.filter { other in
                    other.field == member.field && other.object == member.object && other.name != member.name
                        && !members.contains { $0.object == other.object && $0.name == other.name }
                }
                let alike = places.indices.filter { index in
                    places[index].contains { $0.object == member.object && $0.name == member.name }
                }.count
                guard let name = nearName(to: member.name, among: others.map(\.name)), member.isMisspelt(name) else {
                    continue
                }
                let usual = places.filter { $0.contains { $0.object == member.object && $0.name == name } }.count
                guard usual > alike, let other = others.first(where: { $0.name == name }) else { continue }
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

    /// A literal that is spelled a little differently from the one in most other forms, or that this form alone lacks.
    mutating func checkLiterals(of dialect: Dialect) {
        let places = dialect.variants.map { variant in variant.payload.literalMembers }
        for (own, variant) in dialect.variants.enumerated() {
            for member in places[own] where member.text.utf8.count >= Self.shortestLiteral {
                let others = places.indices.filter { $0 != own }.flatMap { places[$0] }.filter {
                    $0.pointer == member.pointer && $0.text != member.text
                }
                let alike = places.filter { $0.contains { $0.pointer == member.pointer && $0.text == member.text } }
                guard let text = nearName(to: member.text, among: others.map(\.text)), isMisspelling(member.text, of: text),
                    let other = others.first(where: { $0.text == text })
                else { continue }
                let usual = Set(others.filter { $0.text == text }.map(\.location)).count
                guard usual > 1, alike.count == 1 else { continue }
                findings.report(
                    Finding(
                        .oddMember, "\(quoted(member.name)) is \(quoted(member.text)) here, and \(quoted(text)) elsewhere",
                        in: file, at: member.location, length: member.name.unicodeScalars.count, severity: .warning,
                        suggestion: "did you mean \(quoted(text))?",
                        notes: [Finding.Note("\(quoted(text)) stands here", at: other.location)]))
            }
            guard variant.prints else { continue }
            let siblings = dialect.variants.indices.filter {
                let sibling = dialect.variants[$0]
                return $0 != own && sibling.topic == variant.topic && sibling.sender == variant.sender
            }
            let names = variant.payload.memberPointers
            let first = siblings.first.map { places[$0] } ?? []
            for member in first where !names.contains(member.pointer) {
                let same = siblings.filter { places[$0].contains { $0.pointer == member.pointer } }
                guard same.count == siblings.count, Set(siblings.map { dialect.variants[$0].location }).count > 1 else {
                    continue
                }
                findings.report(
                    Finding(
                        .oddMember, "all other forms on this topic have \(quoted(member.name)), \(variant.label) has not",
                        in: file, at: variant.location, length: variant.length, severity: .warning,
                        suggestion: "add the member that tells the forms apart",
                        notes: [Finding.Note("\(quoted(member.name)) stands here", at: member.location)]))
            }
        }
    }

    /// Whether one text is the other with a letter wrong; a digit or a capital is a choice.
    private func isMisspelling(_ text: String, of other: String) -> Bool {
        func letters(_ text: String) -> String { String(text.lowercased().filter { !$0.isNumber }) }
        return letters(text) != letters(other) && abs(text.count - other.count) <= 1
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

        /// Whether the other is the same word with a letter wrong; a digit or a capital is a choice.
        func isMisspelt(_ other: String) -> Bool {
            func letters(_ text: String) -> String { String(text.lowercased().filter { !$0.isNumber }) }
            return letters(name) != letters(other)
        }
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
