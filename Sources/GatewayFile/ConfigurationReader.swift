import Diagnostics
import YAMLSource

/// Reads the parts of `gateway.yaml`, in an order in which names are known before they are used.
struct ConfigurationReader {
    let file: String
    let environment: any ConfigurationEnvironment

    /// A name from the file's list of brokers or backends that was read without an error, or not.
    struct Named<Value> {
        let name: String
        /// Nil when the entry is there but could not be read.
        let value: Value?
    }

    /// Nil after an error that leaves nothing to check further.
    func configuration(_ fields: inout YAMLFields, into findings: inout Findings) -> GatewayConfiguration? {
        let name = gatewayName(&fields, into: &findings)
        let mappings = fields.require("mappings")
        let journal = fields.require("journal")
        let outbox = section("outbox", of: &fields, into: &findings) { $0.takeSize("max", into: &$1) }
        let events = section("events", of: &fields, into: &findings) { $0.takeDuration("keep", into: &$1) }
        let brokers = entries("brokers", of: &fields, into: &findings, read: broker)
        let places = Places(entries: brokers)
        let backends = entries("backends", of: &fields, into: &findings) { member, findings in
            backend(member, brokers: places, into: &findings)
        }
        let backendPlaces = Places(entries: backends)
        let fleets = entries("fleets", of: &fields, into: &findings) { member, findings in
            fleet(member, brokers: places, backends: backendPlaces, into: &findings)
        }
        let progress = progress(&fields, brokers: places, into: &findings)
        return GatewayConfiguration(
            file: file, name: name ?? "ota-gateway",
            mappings: mappings.flatMap { path($0, "'mappings'", into: &findings) } ?? "",
            mappingsLocation: mappings?.location ?? .start,
            journal: journal.flatMap { path($0, "'journal'", into: &findings) } ?? "",
            outboxLimit: outbox ?? 1_000_000_000, eventRetention: events ?? .seconds(7 * 86_400),
            brokers: brokers.compactMap(\.value), backends: backends.compactMap(\.value),
            fleets: fleets.compactMap(\.value), progress: progress)
    }

    /// Where the broker or backend of a name stands in the configuration.
    struct Places {
        let names: [String]
        private var indices: [TopicLevel: Int] = [:]

        init<Value>(entries: [Named<Value>]) {
            names = entries.map(\.name)
            for entry in entries where entry.value != nil { indices[TopicLevel(entry.name)] = indices.count }
        }

        /// Nil for a name that is not there, and for an entry that could not be read.
        subscript(name: String) -> Int? { indices[TopicLevel(name)] }

        func has(_ name: String) -> Bool { names.contains { TopicLevel($0) == TopicLevel(name) } }
    }

    /// The index that a key names; an unknown name is reported, an entry that could not be read already was.
    func place(
        _ key: String, in places: Places, code: FindingCode, of fields: inout YAMLFields, into findings: inout Findings
    ) -> Int? {
        guard let node = fields.require(key),
            let (name, location) = node.readText(quoted(key), in: file, into: &findings)
        else { return nil }
        if !places.has(name) {
            let known = places.names.isEmpty ? nil : "expected one of \(places.names.joined(separator: ", "))"
            findings.report(
                Finding(
                    code, "no \(key) named \(quoted(name))", in: file, at: location, length: node.length,
                    suggestion: didYouMean(name, among: places.names) ?? known))
        }
        return places[name]
    }

    /// The entries of a mapping whose keys are names, in the file's order.
    private func entries<Value>(
        _ key: String, of fields: inout YAMLFields, into findings: inout Findings,
        read: (YAMLMember, inout Findings) -> Value?
    ) -> [Named<Value>] {
        guard let node = fields.require(key),
            var entries = YAMLFields(node, what: quoted(key), file: file, into: &findings)
        else { return [] }
        return entries.takeRest().map { member in
            if let problem = Self.nameProblem(member.key) {
                findings.report(
                    Finding(
                        .badName, problem, in: file, at: member.keyLocation, length: member.key.unicodeScalars.count))
            }
            return Named(name: member.key, value: read(member, &findings))
        }
    }

    /// An optional mapping with one setting.
    private func section<Value>(
        _ key: String, of fields: inout YAMLFields, into findings: inout Findings,
        read: (inout YAMLFields, inout Findings) -> Value?
    ) -> Value? {
        guard let node = fields.take(key),
            var inner = YAMLFields(node, what: quoted(key), file: file, into: &findings)
        else { return nil }
        let value = read(&inner, &findings)
        inner.finish(into: &findings)
        return value
    }

    private func gatewayName(_ fields: inout YAMLFields, into findings: inout Findings) -> String? {
        guard let (name, location) = fields.takeText("name", into: &findings) else { return nil }
        if let problem = Self.nameProblem(name) {
            findings.report(Finding(.badName, problem, in: file, at: location))
        }
        return name
    }

    /// Names stand in client identifiers, topics and CloudEvents sources, so they are single levels without blanks.
    private static func nameProblem(_ name: String) -> String? {
        if let problem = TopicLevel.problem(in: name, what: "a name") { return problem.message }
        return name.unicodeScalars.contains { $0.properties.isWhitespace } ? "a name cannot hold blanks" : nil
    }
}
