import ArgumentParser
import Simulation

/// One combination of a fleet and the backend that upgrades it, as `tencent/PRODTENC01=aliyun/a1AliPk0001`.
///
/// Devices have the same names on both sides.
struct SimulateLane: Sendable, Hashable, ExpressibleByArgument {
    struct Side: Sendable, Hashable {
        let family: VendorFamily
        let product: String

        init(_ family: VendorFamily, _ product: String) {
            self.family = family
            self.product = product
        }

        init?(_ text: Substring) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let family = VendorFamily(rawValue: String(parts[0])), !parts[1].isEmpty else {
                return nil
            }
            self.init(family, String(parts[1]))
        }
    }

    let devices: Side
    let backend: Side

    init(devices: Side, backend: Side) {
        self.devices = devices
        self.backend = backend
    }

    init?(argument: String) {
        let sides = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2, let devices = Side(sides[0]), let backend = Side(sides[1]) else { return nil }
        self.init(devices: devices, backend: backend)
    }

    /// Both families by themselves, as they run on one broker without a gateway.
    static let direct = [Side(.tencent, "PRODTENC01"), Side(.aliyun, "a1AliPk0001")].map {
        SimulateLane(devices: $0, backend: $0)
    }
}

/// A broker for the backends of one family, or of both: `aliyun=mqtt://127.0.0.1:1884` or `mqtt://127.0.0.1:1884`.
struct SimulateBackendBroker: Sendable, Hashable, ExpressibleByArgument {
    /// nil is both.
    let family: VendorFamily?
    let address: BrokerAddress

    init?(argument: String) {
        for family in VendorFamily.allCases where argument.hasPrefix(family.rawValue + "=") {
            guard let address = BrokerAddress(String(argument.dropFirst(family.rawValue.count + 1))) else { return nil }
            self.family = family
            self.address = address
            return
        }
        guard let address = BrokerAddress(argument) else { return nil }
        family = nil
        self.address = address
    }
}
