import Foundation
import Simulation
import TestSupport
import Testing

/// Simulated devices and clouds of both families across the running program: real downloads, real faults.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SimulatedFleetTests {
    /// A fleet and its backend; the backend knows the devices under another product.
    struct Lane: Sendable {
        let device: VendorFamily
        let product: String
        let backend: VendorFamily
        let known: String

        static let all = [
            Lane(device: .tencent, product: "PRODTENC01", backend: .aliyun, known: "a1AliPk0001"),
            Lane(device: .aliyun, product: "a1AliPk0002", backend: .tencent, known: "PRODTENC02"),
            Lane(device: .tencent, product: "PRODTENC03", backend: .tencent, known: "PRODTENC04"),
            Lane(device: .aliyun, product: "a1AliPk0003", backend: .aliyun, known: "a1AliPk0004"),
        ]
        var name: String { "\(device.rawValue) devices, \(backend.rawValue) backend" }
    }
    static let size = 100_000

    struct Outcome: Sendable {
        let report: SimulationReport
        let served: [ServedRequest]

        func device(_ lane: Lane) -> DeviceStatus? { report.devices["\(lane.product)/dev1"] }
        func row(_ lane: Lane) -> UpgradeRow? {
            report.backends.first { $0.key.contains(lane.known) }?.value.first
        }
    }

    /// Plays one device in each of the four combinations to its end.
    ///
    /// - Parameter pace: bytes a second of the package server.
    private func play(
        fault: Fault? = nil, drop: FaultPlan.Drop? = nil, pace: Int? = nil
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let broker = try MosquittoBroker()
        var fleets = ""
        for lane in Lane.all {
            fleets += """
                  \(lane.product): { devices: "\(lane.device.rawValue)/\(lane.product)/*", broker: site,
                    backend: \(lane.backend.rawValue)-cloud, identity: { product: \(lane.known) } }

                """
        }
        try folder.write(
            """
            mappings: \(Rig.mappings)
            journal: journal.sqlite
            brokers: { site: { url: "mqtt://127.0.0.1:\(broker.port)" } }
            backends:
              aliyun-cloud: { dialect: aliyun, broker: site }
              tencent-cloud: { dialect: tencent, broker: site }
            fleets:
            \(fleets)
            """, to: "gateway.yaml")
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        guard gateway.waits(for: "ready") else { throw TestFailure("no gateway: \(gateway.log)") }

        let package = SimulatedPackage(name: "f.bin", size: Self.size, seed: 1)
        let server = PackageServer([package], pace: pace) { Int(Date().timeIntervalSince1970) }
        let address = BrokerAddress(port: broker.port)
        let report = try await server.serving { url in
            let devices = try Lane.all.map { lane in
                try Self.device(lane, at: address, FaultPlan(fault, drop: drop))
            }
            let backends = Lane.all.map { lane in
                var backend = SimulatedBackend(
                    broker: address, behaviour: lane.backend == .tencent ? .tencent : .aliyun(AliyunOfferForm()),
                    product: lane.known, devices: ["dev1"], package: package.offered(as: "2.0.0", from: url))
                backend.timeout = .seconds(20)
                return backend
            }
            let epoch = Int(Date().timeIntervalSince1970)
            return try await Simulation(devices: devices, backends: backends, epoch: epoch).run(once: true)
        }
        gateway.signal(SIGTERM)
        #expect(gateway.exitCode() == 0)
        return Outcome(report: report, served: server.log.requests)
    }

    private static func device(_ lane: Lane, at broker: BrokerAddress, _ plan: FaultPlan) throws -> SimulatedDevice {
        guard let profile = SimulatedDevice.Profile("documented", of: lane.device) else {
            throw TestFailure("no profile")
        }
        var device = SimulatedDevice(broker: broker, product: lane.product, device: "dev1", profile: profile)
        device.plan = plan
        device.times.burning = .milliseconds(5)
        device.times.restart = .milliseconds(5)
        device.times.stall = .milliseconds(5)
        return device
    }

    @Test func `devices of either family are upgraded by either backend`() async throws {
        let outcome = try await play()
        #expect(outcome.report.hasSucceeded, "\(outcome.report)")
        #expect(outcome.served.map(\.sent) == [Int](repeating: Self.size, count: 4))
    }

    @Test func `a download that lost its connection goes on where it stopped, in all combinations`() async throws {
        let outcome = try await play(drop: FaultPlan.Drop(percent: 40, absence: .milliseconds(50)), pace: 200_000)
        #expect(outcome.report.hasSucceeded, "\(outcome.report)")
        let resumed = outcome.served.filter { $0.status == 206 && $0.span?.lowerBound ?? 0 > 0 }
        #expect(resumed.count == 4, "\(outcome.served)")
        for request in resumed {
            let offset = request.span?.lowerBound ?? 0
            // it stopped with the first piece that reached 40 %
            #expect((40_000..<48_192).contains(offset))
            #expect(request.range?.hasPrefix("bytes=\(offset)-") == true)
            #expect(request.sent == Self.size - offset)
        }
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        let fault: Fault
        /// What each backend's console shows, in the order of the lanes.
        let states: [String]
        var testDescription: String { fault.rawValue }
    }

    static let failures = [
        Failure(
            fault: .notFound,
            states: [
                "step -2 result_code=-2: time_out", "result_code -1 step=-2: not found", "result_code -2 time_out",
                "step -2 not found",
            ]),
        Failure(
            fault: .denied,
            states: [
                "step -2 result_code=-3: time_out", "result_code -1 step=-2: denied", "result_code -3 time_out",
                "step -2 denied",
            ]),
        Failure(
            fault: .stall,
            states: [
                "step -2 result_code=-1: time_out", "result_code -1 step=-2: timed out", "result_code -1 time_out",
                "step -2 timed out",
            ]),
        Failure(
            fault: .digest,
            states: [
                "step -3 result_code=-4: time_out", "result_code -4 step=-3: digest mismatch",
                "result_code -4 time_out", "step -3 digest mismatch",
            ]),
        Failure(
            fault: .burn,
            states: [
                "step -4 result_code=-5: time_out", "result_code -5 step=-4: burn failed", "result_code -5 time_out",
                "step -4 burn failed",
            ]),
    ]

    @Test(arguments: failures) func `each failure reaches the backend in its own words`(failure: Failure) async throws {
        let outcome = try await play(fault: failure.fault)
        for (lane, state) in zip(Lane.all, failure.states) {
            #expect(outcome.row(lane)?.state == .failed(state), "\(lane.name)")
        }
        #expect(!outcome.report.hasSucceeded)
    }
}
