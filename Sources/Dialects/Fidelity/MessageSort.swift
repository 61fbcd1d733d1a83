internal import Upgrades

/// All messages of one kind that fill the same fields and say the same words.
///
/// Which form prints a message depends on nothing else (part A, "Variants are named and tried in order"), so that one
/// specimen decides for the whole sort; what stands in the open fields of a specimen is never looked at.
struct MessageSort {
    var specimen: CanonicalMessage

    /// - Parameter fields: what the messages fill, apart from words.
    init(_ kind: MessageKind, filling fields: FieldSet = []) {
        specimen = CanonicalMessage(kind)
        for field in fields.fields { fill(field) }
    }

    mutating func fill(_ field: Field) {
        switch field {
        case .product, .device, .phase, .failure, .opaque: break
        case .diff: specimen.fill(field, .word(.flag(true)))
        case .transport: specimen.fill(field, .word(.transport(.http)))
        case .module: specimen.fill(field, .text("m1"))
        case .percent: specimen.fill(field, .integer(0))
        default:
            switch field.valueType {
            case .integer: specimen.fill(field, .integer(1))
            case .json, .token: specimen.fill(field, .json(RawJSON("1")))
            case .text, .percent, .word: specimen.fill(field, .text("1"))
            }
        }
    }

    /// Says a word of each table that a form has for free text: no other text can be said there.
    mutating func speak(_ form: Variant) {
        for hole in form.holes where specimen.value(of: hole.field) != nil {
            guard case .table(let table) = hole.conversion else { continue }
            let words = table.reads.map(\.word)
            if hole.field == .diff, !words.contains("true") { specimen.fill(.diff, .word(.flag(false))) }
            guard hole.field.valueType == .text else { continue }
            if let word = words.first(where: { table.print($0) != nil }) ?? words.first {
                specimen.fill(hole.field, .text(Text(word)))
            }
        }
    }

    /// The sort of progress with a phase; a failed one has a failure.
    static func progress(_ phase: Phase, failure: Failure? = nil, filling fields: FieldSet = []) -> MessageSort {
        var sort = MessageSort(.progress, filling: fields)
        sort.specimen.phase = phase
        sort.specimen.failure = failure
        if phase == .downloaded { sort.specimen.percent = 100 }
        return sort
    }

    /// The percentages that may stand in it: 100 of `downloading` is `downloaded` in every dialect (rule B1).
    var percents: ClosedRange<Int> {
        switch specimen.phase {
        case .downloading: 0...99
        case .downloaded: 100...100
        default: 0...100
        }
    }

    /// The sorts that fill these fields, each with some, none or all of the others.
    static func subsets(of fields: [Field]) -> [FieldSet] {
        fields.reduce([[]]) { sets, field in sets + sets.map { $0.union(FieldSet(field)) } }
    }
}
