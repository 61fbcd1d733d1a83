import ArgumentParser
import GatewayFile
import Upgrades

/// What a fleet decides, as options of a command.
struct FleetArguments: ParsableArguments {
    @Option(help: "How long an upgrade may go without progress; 0 switches this off.") var timeout = "15m"
    @Option(help: "How long an offer may wait for its first progress; 0 switches this off.") var offerTimeout = "0"
    @Option(help: "How long version reports of one burst are merged.") var settle = "0"
    @Flag(help: "Take a device's 'done' for success where the backend wants a version report.") var doneIsSuccess =
        false
    @Option(help: "The one module that stands for the side without module names.") var module: String?
    @Option(help: "Refusals to lift, separated by commas: diff, signature.") var allow: String?

    func options() throws -> FleetOptions {
        var options = FleetOptions()
        options.timeout = try duration(timeout, "--timeout")
        options.offerTimeout = try duration(offerTimeout, "--offer-timeout")
        options.settle = try duration(settle, "--settle")
        options.doneIsSuccess = doneIsSuccess
        options.module = module
        for word in (allow ?? "").split(separator: ",") {
            guard let allowance = FleetOptions.Allowance(rawValue: String(word)) else {
                throw ValidationError("'\(word)' cannot be allowed; write diff, signature or diff,signature")
            }
            options.allowed.insert(allowance)
        }
        return options
    }

    private func duration(_ text: String, _ option: String) throws -> Duration {
        do { return try DurationText(text).duration } catch { throw ValidationError("\(option): \(error)") }
    }
}
