import Foundation
import TestSupport

@testable import Simulation

/// One family's device and cloud on a real broker, with a package server: no gateway between them.
struct Scene: Sendable {
    static let products: [VendorFamily: String] = [.tencent: "PRODTENC01", .aliyun: "a1AliPk0001"]

    var family: VendorFamily
    var profile: String
    var plan = FaultPlan()
    var size = 100_000
    /// Bytes a second.
    var pace: Int?
    var devices = ["dev1"]
    var changeDevice: @Sendable (inout SimulatedDevice) -> Void = { _ in }
    var changeBackend: @Sendable (inout SimulatedBackend) -> Void = { _ in }

    init(_ family: VendorFamily, _ profile: String = "documented") {
        self.family = family
        self.profile = profile
    }

    struct Outcome: Sendable {
        let report: SimulationReport
        let served: [ServedRequest]
        let size: Int
        var device: DeviceStatus? { report.devices.values.first }
        var row: UpgradeRow? { report.backends.values.first?.first }
    }

    /// Plays the scene until all has ended.
    func play(
        on port: UInt16, onChange: @escaping @Sendable (SimulationChange) -> Void = { _ in }
    ) async throws -> Outcome {
        let package = SimulatedPackage(name: "f.bin", size: size, seed: 1)
        let epoch = Int(Date().timeIntervalSince1970)
        let server = PackageServer([package], pace: pace) { Int(Date().timeIntervalSince1970) }
        let simulation = try simulation(port: port, epoch: epoch)
        let report = try await server.serving { address in
            var simulation = simulation
            simulation.backends[0].package = package.offered(as: "2.0.0", from: address)
            return try await simulation.run(once: true, onChange: onChange)
        }
        return Outcome(report: report, served: server.log.requests, size: size)
    }

    func simulation(port: UInt16, epoch: Int) throws -> Simulation {
        let broker = BrokerAddress(port: port)
        let product = Self.products[family] ?? ""
        guard let profile = SimulatedDevice.Profile(profile, of: family) else {
            throw TestFailure("no profile \(profile)")
        }
        let simulated = devices.map { name in
            var device = SimulatedDevice(broker: broker, product: product, device: name, profile: profile)
            device.plan = plan
            device.times.burning = .milliseconds(5)
            device.times.restart = .milliseconds(5)
            device.times.stall = .milliseconds(5)
            changeDevice(&device)
            return device
        }
        var backend = SimulatedBackend(
            broker: broker, behaviour: family == .tencent ? .tencent : .aliyun(AliyunOfferForm()), product: product,
            devices: devices, package: OfferedPackage(version: "2.0.0", size: 1, md5: "", sha256: "", url: ""))
        changeBackend(&backend)
        return Simulation(devices: simulated, backends: [backend], epoch: epoch)
    }
}
