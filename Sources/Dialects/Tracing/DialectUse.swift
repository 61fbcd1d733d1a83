internal import Diagnostics

/// What of dialect files has been put to use by messages; gathers over any number of traces and dialects.
package struct DialectUse: Sendable {
    private var exercised: [String: Set<Exercise>] = [:]

    package init() {}

    /// Adds what one payload put to use; a payload that could not be read puts nothing to use.
    package mutating func add(_ trace: ReadTrace) {
        guard let reading = trace.reading else { return }
        var found: Set<Exercise> = [Exercise(.variantRead, at: reading.variant.location, reading.variant.label)]
        for field in reading.fields where field.isMet {
            found.insert(Exercise(.holeRead, at: field.hole))
            if let code = field.code { found.insert(Exercise(.codeRead, at: code.location)) }
        }
        for literal in reading.literals {
            guard let alternative = literal.alternative else { continue }
            found.insert(Exercise(.alternativeRead, at: literal.location, String(alternative)))
        }
        found.formUnion(reading.optionals.map(\.exercise))
        exercised[trace.file, default: []].formUnion(found)
    }

    /// Adds what the printing of one message put to use, and what its carriage did.
    package mutating func add(_ trace: PrintTrace) {
        if let carriage = trace.carriage { add(carriage) }
        guard let variant = trace.variant else { return }
        var found: Set<Exercise> = [Exercise(.variantPrinted, at: variant.location, variant.label)]
        for field in trace.fields {
            switch field.source {
            case .generated: found.insert(Exercise(.fallbackPrinted, at: field.hole))
            case .fallback(let code):
                found.insert(Exercise(.fallbackPrinted, at: field.hole))
                if let code { found.insert(Exercise(.codePrinted, at: code.location)) }
            case .value, .native: found.insert(Exercise(.holePrinted, at: field.hole))
            case .code(let code, _):
                found.insert(Exercise(.holePrinted, at: field.hole))
                found.insert(Exercise(.codePrinted, at: code.location))
            }
        }
        found.formUnion(trace.optionals.map(\.exercise))
        exercised[trace.file, default: []].formUnion(found)
    }

    /// Adds the lines that judged an offer; a refused offer has a carriage, though nothing is printed.
    package mutating func add(_ carriage: CarriageTrace) {
        for judgement in carriage.judgements where judgement.verdict != .allowed {
            guard let location = judgement.location else { continue }
            exercised[carriage.file, default: []].insert(Exercise(judgement.isLimit ? .limit : .loss, at: location))
        }
        if let expiry = carriage.expiry {
            exercised[carriage.backendFile, default: []].insert(Exercise(.urlExpiry, at: expiry.location))
        }
    }

    /// Whether a dialect has done this.
    package func contains(_ exercise: Exercise, of dialect: Dialect) -> Bool {
        exercised[dialect.file]?.contains(exercise) ?? false
    }

    /// What a dialect offers and nothing has put to use, in the order of its file.
    package func missing(of dialect: Dialect) -> [Exercisable] {
        dialect.exercises.filter { !contains($0.exercise, of: dialect) }
    }
}

extension OptionalMember {
    fileprivate var exercise: Exercise { Exercise(isPresent ? .memberPresent : .memberAbsent, at: location) }
}
