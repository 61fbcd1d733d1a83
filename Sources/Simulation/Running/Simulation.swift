import MosquittoClient
import NIOPosix
import ServiceLifecycle

/// Simulated devices and backends that run together: each has its own MQTT connection, one thread drives them all.
package struct Simulation: Sendable {
    package var devices: [SimulatedDevice]
    package var backends: [SimulatedBackend]
    /// Seconds since 1970 when it begins; signs and judges URLs.
    package var epoch: Int

    package init(devices: [SimulatedDevice] = [], backends: [SimulatedBackend] = [], epoch: Int) {
        self.devices = devices
        self.backends = backends
        self.epoch = epoch
    }

    /// Runs until cancelled, shut down gracefully, or, if `once`, until all upgrades have ended.
    ///
    /// Devices connect when all backends of this simulation are subscribed.
    ///
    /// - Parameter onChange: called on the thread of the simulation at each change; it must not block.
    /// - Throws: `SimulationError`; `BrokerError` for settings that cannot be used; a broker that is not there is tried again for ever.
    package func run(
        once: Bool = false, onChange: @escaping @Sendable (SimulationChange) -> Void = { _ in }
    ) async throws -> SimulationReport {
        try check()
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let flag = StopFlag()
        let result: Result<SimulationReport, any Error>
        do {
            result = .success(
                try await withTaskCancellationOrGracefulShutdownHandler {
                    try await pool.runIfActive {
                        let poller = try Poller()
                        flag.attach(poller.waker)
                        return try SimulationLoop(self, waker: poller.waker, onChange: onChange)
                            .run(poller, once: once, until: flag)
                    }
                } onCancelOrGracefulShutdown: {
                    flag.raise()
                })
        } catch {
            result = .failure(error)
        }
        try await pool.shutdownGracefully()
        return try result.get()
    }

    private func check() throws(SimulationError) {
        var names: Set<String> = []
        for name in backends.map(\.name) + devices.map(\.name) {
            guard names.insert(name).inserted else { throw .duplicateName(name) }
        }
    }
}
