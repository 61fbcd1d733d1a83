import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import Simulation
import UnixSignals

/// Runs one simulation to its end, with a package server if there are backends, and shows it.
struct SimulateRun: Service {
    let once: Bool
    let server: SimulateBackendOptions?
    /// Sets the simulation up, given the package that backends offer.
    let simulation: @Sendable (OfferedPackage?, _ epoch: Int) throws -> Simulation
    let view: SimulateView

    /// Runs until all has ended (`once`), or until SIGINT or SIGTERM.
    ///
    /// - Throws: exit code 1 when an upgrade has not succeeded by then.
    static func execute(
        once: Bool, server: SimulateBackendOptions? = nil,
        _ simulation: @escaping @Sendable (OfferedPackage?, _ epoch: Int) throws -> Simulation
    ) async throws {
        let view = SimulateView()
        let run = SimulateRun(once: once, server: server, simulation: simulation, view: view)
        var logger = Logger(label: "simulate")
        logger.logLevel = .critical
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: run, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [service], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
        view.finish()
        if once && !view.hasSucceeded { throw ExitCode(1) }
    }

    func run() async throws {
        let epoch = Int(Date().timeIntervalSince1970)
        guard let server else { return try await show(nil, epoch) }
        let package = SimulatedPackage(name: "firmware.bin", size: server.packageSize, seed: 1)
        let packages = PackageServer([package], port: server.port, pace: server.pace) {
            Int(Date().timeIntervalSince1970)
        }
        try await packages.serving { address in
            try await show(package.offered(as: server.target, from: address), epoch)
        }
    }

    private func show(_ package: OfferedPackage?, _ epoch: Int) async throws {
        let report = try await simulation(package, epoch).run(once: once) { [view] in view.show($0) }
        view.conclude(report)
    }
}
