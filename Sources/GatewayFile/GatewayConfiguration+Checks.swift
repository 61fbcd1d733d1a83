package import Diagnostics

extension GatewayConfiguration {
    /// Two names of one listener would be two links that see each other's messages.
    func checkBrokers(into findings: inout Findings) {
        var first: [String: BrokerConfiguration] = [:]
        for broker in brokers {
            guard let other = first[broker.url.endpoint] else {
                first[broker.url.endpoint] = broker
                continue
            }
            findings.report(
                Finding(
                    .sameBroker, "brokers \(quoted(other.name)) and \(quoted(broker.name)) are one listener", in: file,
                    at: broker.location, length: broker.name.unicodeScalars.count, suggestion: "use one name for it",
                    notes: [.init("first named here", at: other.location)]))
        }
    }

    /// Fleets may not share a device or an identity, and no identity may come back as a device.
    func checkFleets(into findings: inout Findings) {
        for (index, fleet) in fleets.enumerated() {
            for other in fleets[..<index] {
                if fleet.devices.overlaps(other.devices) { findings.report(overlap(of: fleet, with: other)) }
                if isAmbiguous(fleet, other) { findings.report(sharedIdentity(of: fleet, with: other)) }
            }
            for other in fleets where isLoop(from: fleet, to: other) {
                findings.report(loop(from: fleet, to: other))
            }
        }
    }

    /// A fleet's devices at a second backend must be as distinct there as all others are.
    package func checkGuest(_ index: Int, into findings: inout Findings) {
        let guest = fleets[index]
        for (place, other) in fleets.enumerated() where place != index {
            if isAmbiguous(guest, other) { findings.report(sharedIdentity(of: guest, with: other)) }
            if other.guestOf == nil, isLoop(from: guest, to: other) { findings.report(loop(from: guest, to: other)) }
        }
    }

    /// Warns of brokers and backends that no route uses.
    func checkUse(into findings: inout Findings) {
        let usedBrokers = Set(backends.map(\.broker) + fleets.map(\.broker) + (progress.map { [$0.broker] } ?? []))
        for (index, broker) in brokers.enumerated() where !usedBrokers.contains(index) {
            findings.report(unused(.unusedBroker, "broker", broker.name, at: broker.location))
        }
        let usedBackends = Set(fleets.map(\.backend))
        for (index, backend) in backends.enumerated() where !usedBackends.contains(index) {
            findings.report(unused(.unusedBackend, "backend", backend.name, at: backend.location))
        }
    }

    /// A backend's message names an identity only, so on one broker and dialect each has one fleet.
    private func isAmbiguous(_ one: FleetConfiguration, _ other: FleetConfiguration) -> Bool {
        let (first, second) = (backends[one.backend], backends[other.backend])
        return first.broker == second.broker && TopicLevel(first.dialect) == TopicLevel(second.dialect)
            && one.identity.intersects(other.identity)
    }

    /// What we send for `fleet` to its backend would arrive as a message of a device of `other`.
    private func isLoop(from fleet: FleetConfiguration, to other: FleetConfiguration) -> Bool {
        let backend = backends[fleet.backend]
        return backend.broker == other.broker && TopicLevel(backend.dialect) == TopicLevel(other.devices.dialect)
            && fleet.identity.intersects(other.devices)
    }

    private func overlap(of fleet: FleetConfiguration, with other: FleetConfiguration) -> Finding {
        Finding(
            .overlappingFleets, "fleets \(quoted(other.name)) and \(quoted(fleet.name)) share devices", in: file,
            at: fleet.devicesLocation, suggestion: "a device belongs to one fleet",
            notes: [.init("devices of \(quoted(other.name))", at: other.devicesLocation)])
    }

    private func sharedIdentity(of fleet: FleetConfiguration, with other: FleetConfiguration) -> Finding {
        Finding(
            .sharedIdentity,
            "devices of fleets \(quoted(other.name)) and \(quoted(fleet.name)) share identities at backend "
                + quoted(backends[fleet.backend].name),
            in: file, at: fleet.identityLocation, suggestion: "give one of them another product",
            notes: [.init("identity of \(quoted(other.name))", at: other.identityLocation)])
    }

    private func loop(from fleet: FleetConfiguration, to other: FleetConfiguration) -> Finding {
        let whose = fleet.location == other.location ? "its own" : "fleet \(quoted(other.name))"
        return Finding(
            .loop,
            "what fleet \(quoted(fleet.name)) sends to backend \(quoted(backends[fleet.backend].name)) comes back as "
                + "devices of \(whose)",
            in: file, at: fleet.identityLocation,
            suggestion: "give the identity another product, or use another broker",
            notes: [.init("devices of \(quoted(other.name))", at: other.devicesLocation)])
    }

    private func unused(_ code: FindingCode, _ what: String, _ name: String, at location: SourceLocation) -> Finding {
        Finding(
            code, "\(what) \(quoted(name)) is not used", in: file, at: location, length: name.unicodeScalars.count,
            severity: .warning)
    }
}
