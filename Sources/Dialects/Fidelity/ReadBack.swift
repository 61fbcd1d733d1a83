internal import Upgrades

/// What a form reads from a printout.
struct ReadBack {
    /// How sure it is that the form reads messages of the sort.
    enum Fit: Int, Comparable {
        case never
        /// Only where somebody's free text happens to be what a literal or a table row says.
        case byChance
        case sometimes
        case always
        static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
    }

    let variant: Variant
    private(set) var fit = Fit.always
    /// The words that tables read.
    private var words: [Field: String] = [:]
    private var percents: ClosedRange<Int>?
    /// The fields that are read, each from a place where this very field was printed.
    private(set) var fields = FieldSet()
    /// A built-in conversion cannot read it: the message is set aside.
    private(set) var isUnknownValue = false

    init(_ printout: Printout, by variant: Variant) {
        self.variant = variant
        fit = match(variant.payload, printout)
    }

    /// The phase that is read, after the clamp of rule B1.
    var phase: Phase? {
        let word = variant.claims.first { $0.field == .phase }?.words.first ?? words[.phase]
        guard let phase = word.flatMap({ Phase(rawValue: $0) }) else { return nil }
        return phase == .downloading && percents == 100...100 ? .downloaded : phase
    }

    /// The failure that is read: one without a code, or with a code for success, is some failure.
    var failure: FailureClass? {
        guard phase == .failed else { return nil }
        return words[.failure].flatMap { FailureClass(rawValue: $0) } ?? .upgrade
    }

    private mutating func match(_ template: Template, _ printout: Printout) -> Fit {
        switch (template, printout) {
        case (.object(let members, _), .object(let printed)):
            if members.isEmpty { return printed.isEmpty ? .always : .never }
            var fit = Fit.always
            for member in members where fit > .never {
                if let value = printed.first(where: { $0.name == member.name })?.value {
                    fit = min(fit, match(member.value, value))
                } else if !member.mayBeAbsent(variant.holes) {
                    fit = .never
                }
            }
            return fit
        case (.array(let elements), .array(let printed)):
            guard elements.count == printed.count else { return .never }
            return zip(elements, printed).reduce(Fit.always) { $0 == .never ? .never : min($0, match($1.0, $1.1)) }
        case (.object, .open(_, .json)), (.array, .open(_, .json)), (.object, .open(_, .text)):
            return .byChance  // a text may hold an object (H32)
        case (.literal(let literals), .known(let literal, _)):
            return literals.contains { $0.kind == literal.kind && $0.text == literal.text } ? .always : .never
        case (.literal(let literals), .open(_, let range)):
            return literals.map { range.fit($0) }.max() ?? .never
        case (.hole(let place), .known(let literal, let field)):
            return read(literal, of: field, in: variant.holes[place])
        case (.hole(let place), .open(let field, let range)):
            return read(range, of: field, in: variant.holes[place])
        case (.hole(let place), .object), (.hole(let place), .array):
            return variant.holes[place].takesAnyJSON ? .always : .never
        case (.object, _), (.array, _), (.literal, _): return .never
        }
    }

    private mutating func read(_ literal: Template.Literal, of field: Field?, in hole: Hole) -> Fit {
        guard hole.takes(literal) else { return .never }
        guard literal.kind == .scalar, !(literal.text.isEmpty && hole.mayBeAbsent) else { return .always }
        switch hole.conversion {
        case .table(let table): words[hole.field] = table.read(literal.text)?.row.word
        case .integer where Hole.wholeNumber(literal.text) == nil: isUnknownValue = true
        case .integer, .text, .json: break
        }
        if hole.field.valueType == .percent {
            if let number = JSONNumber(literal.text) {
                percents = Int(number.percent)...Int(number.percent)
            } else {
                isUnknownValue = true
            }
        }
        if field == hole.field { fields.insert(FieldSet(hole.field)) }
        return .always
    }

    private mutating func read(_ range: Printout.Range, of field: Field, in hole: Hole) -> Fit {
        if case .table(let table) = hole.conversion {
            if field == hole.field { fields.insert(FieldSet(hole.field)) }
            if table.reads.contains(where: { $0.pattern == .any }) { return .always }
            let listed = table.reads.compactMap { row in
                if case .text(let text) = row.pattern { range.fit(Template.Literal(text)) } else { nil }
            }
            if case .codes(let codes) = range, codes.allSatisfy({ table.read($0) != nil }) { return .always }
            return listed.max() ?? .never
        }
        if case .json = range, hole.field.valueType != .token, !hole.takesAnyJSON { return .byChance }
        if hole.field.valueType == .percent, case .percents(let known) = range { percents = known }
        if field == hole.field { fields.insert(FieldSet(hole.field)) }
        return .always
    }
}

extension Printout.Range {
    /// Whether one of the values is what the literal says.
    func fit(_ literal: Template.Literal) -> ReadBack.Fit {
        switch self {
        case .json: return .byChance
        case .text: return literal.kind == .scalar ? .byChance : .never
        case .integer: return Hole.wholeNumber(literal.text) == nil ? .never : .byChance
        case .percents(let percents):
            guard let number = Hole.wholeNumber(literal.text), let percent = Int(exactly: number),
                percents.contains(percent)
            else { return .never }
            return percents.count == 1 ? .always : .sometimes
        case .codes(let codes): return codes.contains(literal.text) ? codes.count == 1 ? .always : .sometimes : .never
        }
    }
}

extension Template.Literal {
    fileprivate init(_ text: Text) { self.init(kind: .scalar, text: text, token: []) }
}

extension Dialect {
    /// Who reads what the form prints for a sort of messages, in the order in which the forms are tried.
    ///
    /// - Returns: what is read for sure, and before it what is read from some messages; nothing if no form reads it.
    func readBack(_ sort: MessageSort, printedBy variant: Variant) -> [ReadBack] {
        let printout = Printout(of: sort, by: variant)
        var found: [ReadBack] = []
        for form in variants where form.reads && form.topic == variant.topic && form.sender == variant.sender {
            let read = ReadBack(printout, by: form)
            if read.fit > .byChance { found.append(read) }
            if read.fit == .always { break }
        }
        return found
    }
}
