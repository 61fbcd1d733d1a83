internal import Upgrades

/// What a form writes for a sort of messages: JSON in which the values that differ from message to message are open.
indirect enum Printout {
    struct Member {
        let name: [UInt8]
        let value: Printout
    }
    /// What may stand in an open place.
    enum Range {
        case text, integer, json
        case percents(ClosedRange<Int>)
        /// Any code of a table.
        case codes([Text])
    }

    case object([Member])
    case array([Printout])
    /// A value that is known, and the field it tells.
    case known(Template.Literal, Field?)
    case open(Field, Range)

    init(of sort: MessageSort, by variant: Variant) {
        self = Printout.object([])
        self = build(variant.payload, of: sort, by: variant)
    }

    private func build(_ template: Template, of sort: MessageSort, by variant: Variant) -> Printout {
        switch template {
        case .object(let members, _):
            return .object(
                members.filter { !$0.isOptional || isWanted($0.value, of: sort, by: variant) }.map {
                    Member(name: $0.name, value: build($0.value, of: sort, by: variant))
                })
        case .array(let elements): return .array(elements.map { build($0, of: sort, by: variant) })
        case .literal(let literals): return literals.first.map { .known($0, nil) } ?? .object([])
        case .hole(let place): return Self.value(in: variant.holes[place], of: sort)
        }
    }

    private func isWanted(_ template: Template, of sort: MessageSort, by variant: Variant) -> Bool {
        switch template {
        case .literal: return false  // printed back only where it was read
        case .hole(let place):
            let hole = variant.holes[place]
            return sort.specimen.value(of: hole.field).map(hole.canPrint) ?? false
        case .object(let members, _): return members.contains { isWanted($0.value, of: sort, by: variant) }
        case .array(let elements): return elements.contains { isWanted($0, of: sort, by: variant) }
        }
    }

    private static func value(in hole: Hole, of sort: MessageSort) -> Printout {
        if hole.field.isIdentity { return .open(hole.field, .text) }
        guard let value = sort.specimen.value(of: hole.field), hole.canPrint(value) else {
            if hole.field == .opaque { return .open(.opaque, .json) }
            switch hole.fallback {
            case .token(let token): return Template.Literal(token: token).map { .known($0, nil) } ?? .open(.id, .json)
            case .serial, .time, .clock, nil: return .open(.id, .integer)
            }
        }
        if case .table(let table) = hole.conversion {
            let word: String? =
                switch value {
                case .word(let word): word.spelling
                case .failure(let failure): failure.kind.rawValue
                case .text, .integer, .json: nil
                }
            guard let word, let code = table.print(word) else {
                return .open(hole.field, .codes(table.prints.values.map(\.text)))
            }
            return .known(Template.Literal(kind: .scalar, text: code.text, token: code.token), hole.field)
        }
        switch hole.field.valueType {
        case .percent: return .open(hole.field, .percents(sort.percents))
        case .integer: return .open(hole.field, .integer)
        case .json, .token: return .open(hole.field, .json)
        case .text, .word: return .open(hole.field, .text)
        }
    }
}

extension Template.Literal {
    /// A JSON token as a literal; nil for an object or array.
    init?(token: [UInt8]) {
        guard let document = try? JSONDocument.readStrict(token) else { return nil }
        switch document[document.root].kind {
        case .string, .number: self.init(kind: .scalar, text: document.text(document.root), token: token)
        case .true: self.init(kind: .true, text: "", token: token)
        case .false: self.init(kind: .false, text: "", token: token)
        case .null: self.init(kind: .null, text: "", token: token)
        case .object, .array: return nil
        }
    }
}
