internal import Diagnostics
internal import Upgrades

/// What is said of a member that does not fit.
extension TemplateWalk {
    mutating func stop(_ reason: String, _ place: Place, suggestion: String? = nil) {
        reading.obstacles.append(
            Obstacle(reason, at: place.location, length: place.length, suggestion: suggestion))
    }

    mutating func stopAtLiteral(_ literals: [Template.Literal], _ node: Int, _ place: Place) {
        let wanted = literals.map { String(decoding: $0.token, as: UTF8.self) }
        let found = document.text(node).string
        let isScalar = document[node].kind == .string || document[node].kind == .number
        let texts = literals.map(\.text.string) + literalsElsewhere[place.pointer, default: []]
        stop(
            "\(named(place)) is \(document.shown(node)), not \(wanted.joined(separator: " or "))", place,
            suggestion: isScalar ? didYouMean(found, among: texts) : nil)
    }

    mutating func expected(_ what: String, _ node: Int, _ place: Place, at hole: Hole? = nil) {
        let reason = "\(named(place)) is \(document.kindName(node)) where \(what) was expected"
        if let hole { return reading.obstacles.append(obstacle(reason, hole)) }
        stop(reason, place)
    }

    func obstacle(_ reason: String, _ hole: Hole, suggestion: String? = nil) -> Obstacle {
        Obstacle(reason, at: hole.location, length: hole.field.rawValue.count, suggestion: suggestion)
    }

    func obstacle(refusing refusal: Hole.Refusal, _ hole: Hole, _ node: Int, _ pointer: String) -> Obstacle {
        let name = quoted(pointer.dotted)
        guard case .noRow = refusal, case .table(let table) = hole.conversion else {
            let text = document.text(node).string
            if text.isEmpty { return obstacle("\(name) is empty, and the \(hole.field.rawValue) cannot be", hole) }
            let wanted = hole.field.valueType == .percent ? "number" : "whole number"
            return obstacle("\(name) is \(document.shown(node)), which is no \(wanted)", hole)
        }
        let codes = table.reads.map(\.pattern.spelled) + literalsElsewhere[pointer, default: []]
        return obstacle(
            "\(name) is \(document.shown(node)), and no row of the table \(quoted(table.name)) reads it", hole,
            suggestion: didYouMean(document.text(node).string, among: codes) ?? table.expectation)
    }

    /// Where a member that is wanted may stand under another name or in another object.
    func whereabouts(of member: Template.Member, in node: Int) -> String? {
        let name = String(decoding: member.name, as: UTF8.self)
        let names = document.children(node).map { document.key($0).string }
        if let near = nearName(to: name, among: names) { return "there is \(quoted(near))" }
        guard let holder = document.holder(of: member.name, in: document.root, named: "") else { return nil }
        return "it stands in \(holder.isEmpty ? "the payload itself" : quoted(holder))"
    }

    func named(_ place: Place) -> String {
        place.pointer.isEmpty ? "the payload" : quoted(place.pointer.dotted)
    }

    func counted(_ count: Int, _ what: String) -> String { count == 1 ? "1 \(what)" : "\(count) \(what)s" }
}

extension Table {
    /// What would have been read, where that can be said in a line.
    fileprivate var expectation: String? {
        let codes = reads.compactMap { if case .text(let text) = $0.pattern { quoted(text.string) } else { nil } }
        return codes.isEmpty || codes.count > 8 ? nil : "expected \(codes.joined(separator: " or "))"
    }
}

extension JSONDocument {
    /// A value for a sentence: shortened, a string in double quotes.
    func shown(_ node: Int) -> String {
        switch self[node].kind {
        case .object, .array: kindName(node)
        case .string: "\"" + String(quoted(text(node).string).dropFirst().dropLast()) + "\""
        case .number, .true, .false, .null: String(quoted(text(node).string).dropFirst().dropLast())
        }
    }

    fileprivate func kindName(_ node: Int) -> String {
        switch self[node].kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "text"
        case .number: "a number"
        case .true, .false: "true or false"
        case .null: "null"
        }
    }

    /// The name of the first object that has a member of that name, "" for the outermost.
    fileprivate func holder(of name: [UInt8], in node: Int, named: String) -> String? {
        guard self[node].kind == .object else { return nil }
        if member(name, of: node) != nil { return named }
        for child in children(node) {
            if let found = holder(of: name, in: child, named: key(child).string) { return found }
        }
        return nil
    }
}
