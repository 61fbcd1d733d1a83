import TestSupport
import Testing

@testable import Simulation

/// Everything that runs a broker, one after the other: brokers started at the same time inherit each other's pipes, and
/// the end of one is then not noticed before that of the next.
@Suite(.serialized, .timeLimit(.minutes(1))) enum EndToEnd {}

extension EndToEnd {
    /// Devices and clouds of one family against a real mosquitto, with real downloads.
    @Suite struct UpgradeTests {
        struct Case: Sendable, CustomTestStringConvertible {
            let family: VendorFamily
            let profile: String
            var testDescription: String { "\(family.rawValue) \(profile)" }

            /// All but the C SDK of version 3, which fails by its own stray version.
            static let all = VendorFamily.allCases.flatMap { family in
                SimulatedDevice.Profile.names(of: family).map { Case(family: family, profile: $0) }
            }.filter { $0.profile != "c-sdk-v3" }
        }

        @Test(arguments: Case.all) func `every SDK is upgraded by its cloud`(sample: Case) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                let outcome = try await Scene(sample.family, sample.profile).play(on: port)
                #expect(outcome.report.hasSucceeded, "\(outcome.report)")
                #expect(outcome.served.map(\.sent) == [outcome.size])
                let closesRange = sample.family == .tencent && ["c-sdk", "python-sdk"].contains(sample.profile)
                #expect(outcome.served.first?.range == (closesRange ? "bytes=0-\(outcome.size)" : nil))
                #expect(outcome.served.first?.status == (closesRange ? 206 : 200))
            }
        }

        @Test func `a stray version after the restart is taken for a failure (hazard H18)`() async throws {
            try await withMosquitto { broker in
                let port = broker.port
                let outcome = try await Scene(.aliyun, "c-sdk-v3").play(on: port)
                #expect(
                    outcome.row?.state == .failed("came up with app-1.0.0-20180101.1000, neither source nor target"))
                #expect(outcome.device?.result == .succeeded)
                #expect(outcome.served.map(\.sent) == [outcome.size])
            }
        }

        struct Failure: Sendable, CustomTestStringConvertible {
            let family: VendorFamily
            let fault: Fault
            /// What the console shows at last.
            let state: UpgradeRow.State
            var device: String?
            /// The HTTP statuses of the download.
            var statuses: [Int] = [200]
            var testDescription: String { "\(family.rawValue) \(fault.rawValue)" }
        }

        static let failures: [Failure] = [
            Failure(family: .tencent, fault: .offer, state: .failed("result_code -5 time_out"), statuses: []),
            Failure(family: .tencent, fault: .connect, state: .failed("result_code -5 time_out"), statuses: []),
            Failure(family: .tencent, fault: .notFound, state: .failed("result_code -2 time_out"), statuses: [404]),
            Failure(family: .tencent, fault: .denied, state: .failed("result_code -3 time_out"), statuses: [403]),
            Failure(family: .tencent, fault: .stall, state: .failed("result_code -1 time_out")),
            Failure(family: .tencent, fault: .digest, state: .failed("result_code -4 time_out")),
            Failure(family: .tencent, fault: .burn, state: .failed("result_code -5 time_out")),
            Failure(family: .tencent, fault: .silent, state: .timedOut, statuses: []),
            Failure(family: .tencent, fault: .timeout, state: .timedOut),
            Failure(family: .tencent, fault: .wrongVersion, state: .succeeded, device: "came up with 2.0.0-wrong"),
            Failure(family: .tencent, fault: .rollback, state: .succeeded, device: "came up with 1.0.0 again"),
            Failure(family: .tencent, fault: .unconfirmed, state: .succeeded, device: "never reports 2.0.0"),
            Failure(family: .aliyun, fault: .offer, state: .failed("step -1 refused"), statuses: []),
            Failure(family: .aliyun, fault: .connect, state: .failed("step -2 unreachable"), statuses: []),
            Failure(family: .aliyun, fault: .notFound, state: .failed("step -2 not found"), statuses: [404]),
            Failure(family: .aliyun, fault: .denied, state: .failed("step -2 denied"), statuses: [403]),
            Failure(family: .aliyun, fault: .stall, state: .failed("step -2 timed out")),
            Failure(family: .aliyun, fault: .digest, state: .failed("step -3 digest mismatch")),
            Failure(family: .aliyun, fault: .burn, state: .failed("step -4 burn failed")),
            Failure(family: .aliyun, fault: .timeout, state: .timedOut),
            Failure(
                family: .aliyun, fault: .wrongVersion,
                state: .failed("came up with 2.0.0-wrong, neither source nor target")),
            Failure(family: .aliyun, fault: .rollback, state: .timedOut, device: "came up with 1.0.0 again"),
            Failure(family: .aliyun, fault: .unconfirmed, state: .timedOut, device: "never reports 2.0.0"),
        ]

        @Test(arguments: failures) func `every failure is judged in the cloud's own way`(failure: Failure) async throws
        {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(failure.family)
                scene.plan = FaultPlan(failure.fault)
                scene.changeBackend = { $0.timeout = .milliseconds(800) }
                let outcome = try await scene.play(on: port)
                #expect(outcome.row?.state == failure.state)
                guard case .failed(let why) = outcome.device?.result else {
                    Issue.record("the device shows \(String(describing: outcome.device))")
                    return
                }
                if let device = failure.device { #expect(why == device) }
                #expect(outcome.served.map(\.status) == failure.statuses)
                #expect(!outcome.report.hasSucceeded)
            }
        }

        @Test(arguments: [
            Case(family: .tencent, profile: "documented"), Case(family: .tencent, profile: "c-sdk"),
            Case(family: .aliyun, profile: "documented"), Case(family: .aliyun, profile: "link-sdk-4"),
        ])
        func `a dropped download is resumed where it stopped`(sample: Case) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(sample.family, sample.profile)
                scene.plan = FaultPlan(drop: FaultPlan.Drop(percent: 40, absence: .milliseconds(50)))
                scene.pace = 200_000
                let outcome = try await scene.play(on: port)
                #expect(outcome.report.hasSucceeded, "\(outcome.report)")
                try #require(outcome.served.count == 2)
                let (first, second) = (outcome.served[0], outcome.served[1])
                let offset = try #require(second.span?.lowerBound)
                // It stopped with the first piece that reached 40 %.
                #expect((40_000..<48_192).contains(offset))
                let last = sample.profile == "c-sdk" ? "100000" : ""
                #expect(second.range == "bytes=\(offset)-\(last)")
                #expect(second.status == 206)
                #expect(second.sent == outcome.size - offset)
                // All that was served: the package, and what was on its way when the connection was lost.
                let lost = first.sent + second.sent - outcome.size
                #expect((0...65_536).contains(lost))
                #expect(first.sent == offset + lost)
                #expect(first.sent < outcome.size)
            }
        }

        @Test func `an SDK without ranges begins again`() async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(.aliyun, "python-sdk")
                scene.plan = FaultPlan(drop: FaultPlan.Drop(percent: 40, absence: .milliseconds(50)))
                scene.pace = 400_000
                let outcome = try await scene.play(on: port)
                #expect(outcome.report.hasSucceeded, "\(outcome.report)")
                #expect(outcome.served.map(\.range) == [nil, nil])
                #expect(outcome.served.last?.sent == outcome.size)
            }
        }

        @Test(arguments: ["documented", "link-sdk-4", "python-sdk", "c-sdk-v3"])
        func `a package can be pulled`(profile: String) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(.aliyun, profile)
                scene.changeDevice = { $0.pulls = true }
                scene.changeBackend = {
                    var form = AliyunOfferForm()
                    form.waitsForPull = true
                    $0.behaviour = .aliyun(form)
                }
                let outcome = try await scene.play(on: port)
                #expect(outcome.device?.result == .succeeded)
                #expect(outcome.row?.pushes == 1)
                #expect(outcome.served.map(\.sent) == [outcome.size])
            }
        }

        @Test func `SHA256 for a module`() async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(.aliyun, "python-sdk")
                scene.changeDevice = { $0.module = "MCU" }
                scene.changeBackend = {
                    var form = AliyunOfferForm()
                    form.digest = .sha256
                    form.module = "MCU"
                    $0.behaviour = .aliyun(form)
                }
                let outcome = try await scene.play(on: port)
                #expect(outcome.report.hasSucceeded, "\(outcome.report)")
            }
        }

        @Test(arguments: [(VendorFamily.tencent, "result_code -3 time_out"), (.aliyun, "step -2 denied")])
        func `an expired URL fails`(family: VendorFamily, why: String) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(family)
                scene.changeBackend = { $0.urlLifetime = -10 }
                let outcome = try await scene.play(on: port)
                #expect(outcome.row?.state == .failed(why))
                #expect(outcome.served.map(\.status) == [403])
            }
        }
    }
}
