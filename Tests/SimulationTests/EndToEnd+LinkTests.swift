import Foundation
import MosquittoClient
import TestSupport
import Testing

@testable import Simulation

extension EndToEnd {
    /// What the simulation does on its connections.
    @Suite struct LinkTests {
        @Test(arguments: [VendorFamily.tencent, .aliyun])
        func `what is on the wire, in order`(family: VendorFamily) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                let tap = try LinkDriver(.init(host: "127.0.0.1", port: broker.port, clientIdentifier: "tap"))
                try tap.connect()
                try tap.subscribe(["$ota/#", "#"])
                let outcome = try await Scene(family).play(on: port)
                #expect(outcome.report.hasSucceeded)
                let last = family == .tencent ? "report_version_rsp" : "inform"
                _ = tap.run { tap in
                    tap.messages.count(where: {
                        "\($0.topic) \(String(decoding: $0.payload, as: UTF8.self))".contains(last)
                    }) == 2
                }
                let kinds = tap.messages.map { message in
                    let json = try? JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any]
                    let report = json?["report"] as? [String: Any]
                    let progress = report?["progress"] as? [String: String]
                    let step = (json?["params"] as? [String: Any])?["step"] as? String
                    let level = message.topic.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
                    return progress?["percent"] ?? progress?["state"] ?? json?["type"] as? String ?? step ?? level
                }
                #expect(
                    kinds
                        == (family == .tencent
                            ? [
                                "report_version", "report_version_rsp", "update_firmware", "0", "100", "burning",
                                "done",
                                "report_version", "report_version_rsp",
                            ] : ["inform", "upgrade", "0", "100", "inform"]))
                #expect(tap.messages.allSatisfy { !$0.isRetained })
            }
        }

        @Test func `a failed upgrade is retried as the task says`() async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(.aliyun)
                scene.plan = FaultPlan(.digest, times: 1)
                scene.changeBackend = { $0.retries = 1 }
                let outcome = try await scene.play(on: port)
                #expect(outcome.row?.state == .succeeded)
                #expect(outcome.row?.pushes == 2)
                #expect(outcome.served.map(\.sent) == [outcome.size, outcome.size])
            }
        }

        @Test(arguments: [VendorFamily.tencent, .aliyun])
        func `a broker that goes and comes back ends nothing`(family: VendorFamily) async throws {
            try await withMosquitto { broker in
                let port = broker.port
                var scene = Scene(family)
                scene.pace = 100_000
                let (changes, sink) = AsyncStream.makeStream(of: SimulationChange.self)
                async let outcome = scene.play(on: port) { sink.yield($0) }
                for await change in changes {
                    guard case .device(_, _, let status) = change, (status.percent ?? 0) >= 10 else { continue }
                    break
                }
                try broker.restart()
                let report = try await outcome.report
                #expect(report.hasSucceeded, "\(report)")
            }
        }

        @Test func `a broker that is not there is told once and waited for`() async throws {
            let port = try Loopback.freePort()
            let (changes, sink) = AsyncStream.makeStream(of: SimulationChange.self)
            let scene = Scene(.tencent)
            let simulation = try scene.simulation(port: port, epoch: 0)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await simulation.run { sink.yield($0) } }
                for await change in changes {
                    guard case .trouble(let name, let text) = change else { continue }
                    #expect(name == "tencent/PRODTENC01")
                    #expect(text.contains("[connection-refused]"))
                    break
                }
                // Ends it: the run returns when it is cancelled.
                group.cancelAll()
            }
        }

        @Test func `many devices of both families at once`() async throws {
            try await withMosquitto { broker in
                let port = broker.port
                let names = (1...40).map { "dev\($0)" }
                var (tencent, aliyun) = (Scene(.tencent), Scene(.aliyun))
                tencent.devices = names
                aliyun.devices = names
                async let first = tencent.play(on: port)
                async let second = aliyun.play(on: port)
                for outcome in try await [first, second] {
                    #expect(outcome.report.hasSucceeded)
                    #expect(outcome.served.map(\.sent).reduce(0, +) == outcome.size * names.count)
                }
            }
        }

        @Test func `two of one name are refused`() async throws {
            var scene = Scene(.tencent)
            scene.devices = ["dev1", "dev1"]
            let simulation = try scene.simulation(port: 1883, epoch: 0)
            await #expect(throws: SimulationError.duplicateName("PRODTENC01/dev1")) { try await simulation.run() }
        }
    }
}
