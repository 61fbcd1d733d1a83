import Diagnostics
import Upgrades
import YAMLSource

extension ConfigurationReader {
    func fleet(
        _ member: YAMLMember, brokers: Places, backends: Places, into findings: inout Findings
    ) -> FleetConfiguration? {
        let what = "fleet \(quoted(member.key))"
        guard var fields = YAMLFields(member.value, what: what, file: file, into: &findings) else { return nil }
        let devicesNode = fields.require("devices")
        let devices = devicesNode?.parsed("'devices'", .badDevices, in: file, into: &findings) {
            text throws(TextProblem) in try DevicePattern(text)
        }
        let broker = place("broker", in: brokers, code: .unknownBroker, of: &fields, into: &findings)
        let backend = place("backend", in: backends, code: .unknownBackend, of: &fields, into: &findings)
        let identityNode = fields.take("identity")
        let holes = identityHoles(identityNode, what: "the identity of \(what)", into: &findings)
        let options = options(&fields, into: &findings)
        fields.finish(into: &findings)
        guard let devices, let devicesNode, let holes else { return nil }
        let place = identityNode?.location ?? member.keyLocation
        let identity: FleetIdentity
        do throws(TextProblem) {
            identity = try FleetIdentity(product: holes.product, device: holes.device, of: devices)
        } catch {
            findings.report(
                Finding(.identityNotOneToOne, error.message, in: file, at: place, suggestion: error.suggestion))
            return nil
        }
        guard let broker, let backend else { return nil }
        return FleetConfiguration(
            name: member.key, location: member.keyLocation, devices: devices, devicesLocation: devicesNode.location,
            broker: broker, backend: backend, identity: identity, identityLocation: place, options: options)
    }

    private typealias Holes = HoleText<FleetIdentity.Hole>

    /// The two segments of an identity, each as it is on the device's side where nothing is said.
    private func identityHoles(
        _ node: YAMLNode?, what: String, into findings: inout Findings
    ) -> (product: Holes, device: Holes)? {
        var texts: [FleetIdentity.Hole: Holes] = [:]
        guard let node else { return unchanged(texts) }
        guard var fields = YAMLFields(node, what: what, file: file, into: &findings) else { return nil }
        var isComplete = true
        for hole in FleetIdentity.Hole.allCases {
            guard let segment = fields.take(hole.rawValue) else { continue }
            texts[hole] = segment.parsed(quoted(hole.rawValue), .badIdentity, in: file, into: &findings) {
                text throws(TextProblem) in try FleetIdentity.text(text, of: hole)
            }
            isComplete = isComplete && texts[hole] != nil
        }
        fields.finish(into: &findings)
        return isComplete ? unchanged(texts) : nil
    }

    private func unchanged(_ texts: [FleetIdentity.Hole: Holes]) -> (product: Holes, device: Holes) {
        (texts[.product] ?? Holes(.product), texts[.device] ?? Holes(.device))
    }

    private func options(_ fields: inout YAMLFields, into findings: inout Findings) -> FleetOptions {
        var options = FleetOptions()
        if let timeout = fields.takeDuration("timeout", into: &findings) { options.timeout = timeout }
        if let timeout = fields.takeDuration("offer-timeout", into: &findings) { options.offerTimeout = timeout }
        if let settle = fields.takeDuration("settle", into: &findings) { options.settle = settle }
        options.doneIsSuccess = fields.takeBoolean("done-is-success", into: &findings) ?? false
        if let (module, location) = fields.takeText("module", into: &findings) {
            if module.isEmpty {
                findings.report(
                    Finding(
                        .unknownOption, "'module' cannot be \(quoted(module))", in: file, at: location,
                        suggestion: "name the one module that is upgraded, or leave the key out"))
            }
            options.module = module
        }
        for item in fields.takeItems("allow") {
            let allowance = item.readChoice("'allow'", of: FleetOptions.Allowance.self, in: file, into: &findings)
            if let allowance { options.allowed.insert(allowance) }
        }
        return options
    }
}

extension HoleText {
    /// One hole and nothing else.
    init(_ hole: Name) {
        pieces = [.hole(hole)]
    }
}
