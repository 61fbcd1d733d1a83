internal import Upgrades

extension Dialect {
    /// Reads a payload once more and tells how.
    package func traceRead(_ payload: [UInt8], on topic: TopicMatch) -> ReadTrace {
        do {
            return traceRead(try Dialect.parse(payload), on: topic)
        } catch {
            return ReadTrace(dialect: name, file: file, result: .failure(error), repairs: [], attempts: [])
        }
    }

    /// Reads a payload once more and tells how: the variants that were tried, the lines that read it or stood in its way.
    package func traceRead(_ document: JSONDocument, on topic: TopicMatch) -> ReadTrace {
        let result: Result<CanonicalMessage, TranslationFailure>
        var read = document
        do { result = .success(try self.read(&read, on: topic)) } catch { result = .failure(error) }

        let tried = groups[topic.group].variants.map { variants[$0] }.filter(\.reads)
        let literals = tried.reduce(into: [String: [String]]()) { $1.payload.collectLiterals("", into: &$0) }
        var attempts: [VariantReading] = []
        for variant in tried {
            var walk = TemplateWalk(variant, document, on: topic, literalsElsewhere: literals)
            walk.run()
            attempts.append(walk.reading)
            if walk.reading.obstacles.isEmpty || walk.reading.isDecisive { break }
        }
        return ReadTrace(dialect: name, file: file, result: result, repairs: read.repairs, attempts: attempts)
    }
}

extension Template {
    /// The texts that stand as literals, by their JSON Pointers.
    fileprivate func collectLiterals(_ pointer: String, into found: inout [String: [String]]) {
        switch self {
        case .object(let members, _):
            for member in members { member.value.collectLiterals(member.pointer, into: &found) }
        case .array(let elements):
            for (place, element) in elements.enumerated() {
                element.collectLiterals("\(pointer)/\(place)", into: &found)
            }
        case .literal(let literals): found[pointer, default: []] += literals.map(\.text.string)
        case .hole: break
        }
    }
}
