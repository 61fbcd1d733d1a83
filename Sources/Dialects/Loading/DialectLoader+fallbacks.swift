internal import Diagnostics
internal import Upgrades

/// What stands behind the bars of holes, beside what they may not be by themselves.
extension DialectLoader {
    /// What stands behind a bar is printed while there is nothing to say, so it must not say something.
    mutating func checkFallbacks(of loaded: LoadedVariant) {
        let said = loaded.variant.claims.filter { $0.field == .phase }.flatMap(\.words)
        for hole in loaded.variant.holes where loaded.variant.prints {
            guard case .token(let token)? = hole.fallback, let literal = Template.Literal(token: token) else {
                continue
            }
            if hole.field == .failure, said != [Phase.failed.rawValue], case .table(let table) = hole.conversion,
                let word = table.read(literal.text)?.row.word, word != Field.noFailure
            {
                report(
                    .badFallback,
                    "\(quoted(literal.text.string)) means the failure \(quoted(word)), and is printed where there is none",
                    at: hole.location, length: hole.field.rawValue.count,
                    suggestion: "write the code of the row none:, and the row if there is none")
            }
            if hole.field == .percent, said.contains(Phase.downloading.rawValue) || said.isEmpty,
                let number = JSONNumber(literal.text), number.percent == 100
            {
                report(
                    .badFallback, "a download of \(literal.text) percent is read as downloaded", at: hole.location,
                    length: hole.field.rawValue.count, suggestion: "write ${percent|0}")
            }
        }
    }

    /// Holes of one field must not print different things in its place: what is printed could not be read.
    mutating func checkTwinFallbacks(of loaded: LoadedVariant) {
        guard loaded.variant.prints, loaded.variant.reads else { return }
        var first: [Field: (value: FieldValue, text: String)] = [:]
        // of a failure the code that came first counts
        for hole in loaded.variant.holes where hole.field != .opaque && hole.field != .failure {
            guard let (value, text) = hole.readFallback() else { continue }
            guard let other = first[hole.field] else {
                first[hole.field] = (value, text)
                continue
            }
            guard !other.value.agrees(with: value) else { continue }
            report(
                .badFallback,
                "\(text) is printed here in place of the \(hole.field.rawValue), and \(other.text) in another hole",
                at: hole.location, length: hole.field.rawValue.count,
                suggestion: "write the same behind both bars, or no '|' here: no message says two values of a field")
        }
    }
}

extension Hole {
    /// What is read where the fallback was printed, and its token; nil where that leaves the field unfilled.
    fileprivate func readFallback() -> (value: FieldValue, text: String)? {
        guard case .token(let token)? = fallback, let document = try? JSONDocument.readStrict(token),
            let value = try? read(document.root, of: document)
        else { return nil }
        return (value, String(decoding: token, as: UTF8.self))
    }
}
