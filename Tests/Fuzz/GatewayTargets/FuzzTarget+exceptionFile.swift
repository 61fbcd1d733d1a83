import Diagnostics
import FuzzTargets
import GatewayFile

extension FuzzTarget {
    /// A file of devices whose name at a new backend follows no pattern.
    ///
    /// What is taken without an error is one to one, also together with the pattern for devices that are there.
    static let exceptionFile = FuzzTarget(name: "exception-file", longest: 1024) { bytes in
        guard let devices = try? DevicePattern("tencent/P1/*"),
            let identity = try? FleetIdentity(product: "N1", device: "${device}", of: devices)
        else { return }
        var findings = Findings()
        let fleet = ExceptionFile.Fleet(name: "valves", devices: devices, identity: identity, product: nil)
        let known = DeviceName(product: "P1", device: "d2")
        let source = SourceText(name: "names.csv", bytes: bytes)
        let file = ExceptionFile(source, of: [fleet], into: &findings) { $1 == known }
        guard !findings.hasErrors, let exceptions = file.exceptions.first else { return }
        var names: [DeviceName: DeviceName] = [:]
        for (device, identity) in exceptions {
            try hold(DeviceName(slashed: device) != nil, "an exception is no device: \(device)")
            try hold(DeviceName(slashed: identity) != nil, "an exception is no identity: \(identity)")
            guard let device = DeviceName(slashed: device), let identity = DeviceName(slashed: identity) else {
                continue
            }
            try hold(!names.values.contains(identity), "two devices have the identity \(identity)")
            names[device] = identity
        }
        let all = try? FleetIdentity(
            product: "N1", device: "${device}", of: devices, exceptions: IdentityExceptions(names))
        try hold(all?.isOwn(known) == true, "an exception has taken the name of a device that is there")
        for (device, identity) in names {
            try hold(all?.deviceIdentity(of: identity) == device, "\(identity) does not tell its device")
        }
    }
}
