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

extension Template {
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
