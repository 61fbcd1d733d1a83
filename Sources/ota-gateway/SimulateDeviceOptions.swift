import ArgumentParser
import Simulation

/// What devices do, for the commands that have some.
struct SimulateDeviceOptions: ParsableArguments {
    @Option(help: "The version the devices run at first.")
    var version = "1.0.0"

    @Option(
        help: ArgumentHelp(
            "The SDK they behave like.",
            discussion: """
                tencent: \(SimulatedDevice.Profile.names(of: .tencent).joined(separator: ", ")); \
                aliyun: \(SimulatedDevice.Profile.names(of: .aliyun).joined(separator: ", ")). \
                May be given for each family: tencent=NAME, aliyun=NAME (default: documented)
                """, valueName: "[family=]name"))
    var profile: [String] = []

    @Option(
        help: ArgumentHelp(
            "The step at which they fail.",
            discussion: "A silent device never ends at aliyun, whose time-out runs from the first progress.",
            valueName: "step"))
    var fail: Fault?

    @Option(help: ArgumentHelp("In how many attempts they fail (default: all).", valueName: "n"))
    var failTimes: Int?

    @Option(help: ArgumentHelp("Lose MQTT and HTTP once at this much of the download.", valueName: "percent"))
    var dropAt: Int?

    @Option(help: ArgumentHelp("How long they stay away then.", valueName: "seconds"))
    var away: Double = 1

    @Option(help: "Aliyun: the module they report (default: the whole device).")
    var module: String?

    @Flag(help: "Aliyun: ask for the package instead of only waiting for a push.")
    var pull = false

    @Option(help: ArgumentHelp("The device secret that signs logins; base64 for tencent.", valueName: "secret"))
    var secret: String?

    func validate() throws {
        if let dropAt, !(1...99).contains(dropAt) {
            throw ValidationError("'--drop-at \(dropAt)' is no percentage from 1 to 99")
        }
        if away < 0 { throw ValidationError("'--away \(away)' is no time") }
        if let failTimes, failTimes < 1 { throw ValidationError("'--fail-times \(failTimes)' is less than 1") }
    }

    /// One device set up by these options.
    func device(
        _ device: String, of product: String, family: VendorFamily, broker: BrokerAddress
    ) throws -> SimulatedDevice {
        let name = profileName(for: family)
        guard let profile = SimulatedDevice.Profile(name, of: family) else {
            let known = SimulatedDevice.Profile.names(of: family).joined(separator: ", ")
            throw ValidationError("no \(family.rawValue) profile named '\(name)', expected one of \(known)")
        }
        var device = SimulatedDevice(
            broker: broker, product: product, device: device, profile: profile, version: version)
        device.plan = FaultPlan(
            fail, times: failTimes,
            drop: dropAt.map { FaultPlan.Drop(percent: $0, absence: .milliseconds(Int64(away * 1000))) })
        device.module = module
        device.pulls = pull
        if let secret { device.secret = secret }
        return device
    }

    private func profileName(for family: VendorFamily) -> String {
        let own = family.rawValue + "="
        if let name = profile.last(where: { $0.hasPrefix(own) }) { return String(name.dropFirst(own.count)) }
        return profile.last { !$0.contains("=") } ?? "documented"
    }
}

extension Fault: ExpressibleByArgument {}
extension VendorFamily: ExpressibleByArgument {}
extension DigestKind: ExpressibleByArgument {}

extension BrokerAddress: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
