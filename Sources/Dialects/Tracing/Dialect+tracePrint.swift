internal import Diagnostics
package import Upgrades

extension Dialect {
    /// Prints a message once more and tells how; the parameters are those of `print`.
    package func tracePrint(
        _ message: CanonicalMessage, product: String, device: String, isSameDialect: Bool, ids: inout IdentifierSource
    ) -> PrintTrace {
        var start = ids
        (start.product, start.device) = (product, device)
        let printed = print(message, product: product, device: device, isSameDialect: isSameDialect, ids: &ids)
        var message = message
        message.spellEndAsFailure()
        if !isSameDialect { message.literals = [] }
        guard let variant = variant(printing: message) else {
            var trace = PrintTrace(self, message.kind, nil, nil)
            trace.refusals = refusals(message)
            return trace
        }
        var trace = PrintTrace(self, message.kind, printed, variant)
        var printing = TemplatePrinting(
            message: message, holes: variant.holes, isSameDialect: isSameDialect, ids: start)
        printing.walk(variant.payload, pointer: "")
        trace.fields = printing.fields
        trace.optionals = printing.optionals
        trace.lost = message.filled.subtracting(variant.fields).fields
        trace.dropped = dropped(of: message, by: variant, isSameDialect)
        return trace
    }

    /// What keeps each variant of the kind from printing the message, the nearest first.
    private func refusals(_ message: CanonicalMessage) -> [VariantPrinting] {
        let forms = forms(printing: message.kind)
        // only a reply that answers the query could have been meant
        let answers = forms.filter { $0.kind == .queryReply && $0.answers == message.asking }
        let printings = (answers.isEmpty ? forms : answers).map { variant in
            VariantPrinting(variant: TracedVariant(variant), obstacles: variant.obstacles(to: message))
        }
        return printings.enumerated().sorted { one, other in
            (one.element.obstacles.count, one.offset) < (other.element.obstacles.count, other.offset)
        }.map(\.element)
    }
}

extension Variant {
    /// Why this variant does not print the message; empty if it does, unless another one comes first.
    fileprivate func obstacles(to message: CanonicalMessage) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        func stop(_ reason: String) { obstacles.append(Obstacle(reason, at: location, length: length)) }
        if kind == .queryReply, answers != message.asking {
            stop("it answers \(quoted(answers ?? "")), not \(quoted(message.asking ?? ""))")
        }
        for claim in claims {
            let said = message.value(of: claim.field) ?? claim.standard
            if case .word(let word)? = said, claim.set.contains(word) { continue }
            let wanted = claim.words.joined(separator: " or ")
            stop("it is for \(claim.field.rawValue) \(wanted), not \(said?.spelled ?? "for none")")
        }
        let filled = message.filled
        for hole in holes where hole.mustPrint && hole.field != .opaque {
            let name = hole.field.rawValue
            guard let value = message.value(of: hole.field) else {
                if !hole.mayBeAbsent, !filled.contains(FieldSet(hole.field)) {
                    obstacles.append(
                        Obstacle("it needs the \(name), which is not known", at: hole.location, length: name.count))
                }
                continue
            }
            if hole.canPrint(value) { continue }
            let table = if case .table(let table) = hole.conversion { table.name } else { "" }
            obstacles.append(
                Obstacle(
                    "no row of the table \(quoted(table)) prints the \(name) \(quoted(value.spelled))",
                    at: hole.location, length: name.count))
        }
        for field in message.essentialFields(filled).subtracting(fields).fields {
            stop("it has no place for the \(field.rawValue)")
        }
        let digests = filled.intersection(.digests)
        if !digests.isEmpty, digests.isDisjoint(with: fields) {
            stop("it has no place for the \(digests.fields.map(\.rawValue).joined(separator: " or the "))")
        }
        return obstacles
    }
}

/// Goes through a template that prints a message and says where each value came from.
private struct TemplatePrinting {
    let message: CanonicalMessage
    let holes: [Hole]
    let isSameDialect: Bool
    var ids: IdentifierSource
    var fields: [FieldPrinting] = []
    var optionals: [OptionalMember] = []

    mutating func walk(_ template: Template, pointer: String) {
        switch template {
        case .object(let members, _):
            for member in members {
                let isWanted =
                    !member.isOptional
                    || member.value.isWanted(in: message, holes: holes, pointer: member.pointer)
                if member.isOptional {
                    optionals.append(
                        OptionalMember(
                            pointer: member.pointer, location: member.location, length: member.name.count,
                            isPresent: isWanted))
                }
                if isWanted { walk(member.value, pointer: member.pointer) }
            }
        case .array(let elements):
            for (place, element) in elements.enumerated() { walk(element, pointer: "\(pointer)/\(place)") }
        case .literal: break
        case .hole(let place):
            let hole = holes[place]
            let source = source(of: hole)
            var spelling: [UInt8] = []
            hole.print(message, isSameDialect: isSameDialect, ids: &ids, to: &spelling)
            fields.append(
                FieldPrinting(
                    field: hole.field, pointer: pointer, hole: hole.location, source: source,
                    spelling: RawJSON(spelling)))
        }
    }

    private func source(of hole: Hole) -> FieldPrinting.Source {
        guard let value = message.value(of: hole.field), hole.canPrint(value) else {
            if let told = told(hole) { return .value(told) }
            guard case .token(let token)? = hole.fallback else { return .generated }
            guard case .table(let table) = hole.conversion else { return .fallback(nil) }
            let row = table.prints.sorted { $0.key < $1.key }.first { $0.value.token == token }
            return .fallback(row.map { TracedCode($0.value, printing: $0.key, of: table) })
        }
        guard case .table(let table) = hole.conversion else { return .value(value.spelled) }
        if case .failure(let failure) = value, isSameDialect, let code = failure.code, !code.isListed {
            return .native(code.token.string)
        }
        var word = value.spelled
        while table.prints[word] == nil, let parent = FailureClass(rawValue: word)?.parent { word = parent.rawValue }
        guard let code = table.prints[word] else { return .value(value.spelled) }
        return .code(TracedCode(code, printing: word, of: table), value: value.spelled)
    }

    /// What the hole prints that no field of the message tells: a name of the topic, or what the payload had there.
    private func told(_ hole: Hole) -> String? {
        switch hole.field {
        case .product: ids.product
        case .device: ids.device
        case .opaque where isSameDialect: message.kept.first { $0.pointer == hole.pointer }?.value.string
        default: nil
        }
    }
}
