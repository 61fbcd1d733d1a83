import Foundation
import GatewayFile
import Journal
import Logging
import TestSupport
import Testing

@testable import Gateway

/// New dialect files while upgrades run: what is read with which version.
struct ReloadTests {
    /// Copies the shipped dialect files into the rig's folder and lets devices' notes default to a word.
    private static func mappings(saying word: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("mappings-\(word)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in ["tencent.yaml", "aliyun.yaml"] {
            let text = try String(contentsOfFile: "\(Rig.mappings)/\(name)", encoding: .utf8)
            let changed = text.replacing(
                "step: \"${percent:text|0}\"\n            desc: \"${note|}\"",
                with:
                    "step: \"${percent:text|0}\"\n            desc: \"${note|\(word)}\"")
            #expect((changed != text) == (name == "aliyun.yaml"))
            try changed.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        }
        return path
    }

    /// The rig's configuration with other dialect files.
    private static func change(_ rig: Rig, saying word: String) throws {
        let text = try String(contentsOfFile: rig.folder.file("gateway.yaml"), encoding: .utf8)
        let path = try mappings(saying: word, in: rig.folder)
        try rig.folder.write(text.replacing(Rig.mappings, with: path), to: "gateway.yaml")
    }

    private static func versions(of stage: Stage) -> [String] {
        stage.progress.heard.compactMap { line in
            line.components(separatedBy: #""mappingversion":""#).last?.components(separatedBy: "\"").first
        }
    }

    @Test func `a reload goes between batches, and each event names the version that made it`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try stage.begin()
        let old = "\(rig.reactor.pipeline.plan.mappingVersion)"
        let events = try rig.journal.events(after: 0, limit: 100).count
        try rig.pass(seconds: 2)
        try stage.download(60)
        // Committed and not yet sent, when the new files come.
        let isCommitted = try Deadline(seconds: 10).wait {
            stage.device.driver.turn(timeout: 0)
            _ = try rig.reactor.takeIn(longestWait: 2)
            return try rig.journal.events(after: 0, limit: 100).count > events
        }
        #expect(isCommitted)
        try Self.change(rig, saying: "new")
        let files = GatewayFiles(configuration: rig.folder.file("gateway.yaml"))
        rig.control.reload(try #require(files.plan(links: rig.reactor.pipeline.plan.links)))
        try stage.expect(\.backend, hears: "\"step\":\"60\"", "\"desc\":\"\"")
        #expect(try rig.run { rig.log.has("reloaded: ") })
        let new = "\(rig.reactor.pipeline.plan.mappingVersion)"
        #expect(new != old)
        try rig.pass(seconds: 2)
        try stage.download(70)
        try stage.expect(\.backend, hears: "\"step\":\"70\"", "\"desc\":\"new\"")
        try stage.expect(\.progress, hears: "\"percent\":70", "\"attempt\":1", "\"seq\":\(events + 2)")
        #expect(Self.versions(of: stage) == Array(repeating: old, count: events + 1) + [new])
        #expect(rig.log.lines.count { $0.contains("connected to broker") } == 2)
    }

    @Test func `what was committed before a crash goes out as it was printed, also under other files`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try stage.begin()
        let old = "\(rig.reactor.pipeline.plan.mappingVersion)"
        let events = try rig.journal.events(after: 0, limit: 100).count
        try rig.pass(seconds: 2)
        try stage.download(60)
        try rig.killGatewayBeforeWriting { try rig.journal.events(after: 0, limit: 100).count > events }
        try Self.change(rig, saying: "new")
        try rig.startGateway()
        try stage.expect(\.backend, hears: "\"step\":\"60\"", "\"desc\":\"\"")
        try stage.expect(\.progress, hears: "\"percent\":60")
        #expect(Set(Self.versions(of: stage)) == [old])
        #expect(stage.backend.count("\"step\":\"60\"") == 1)
    }

    @Test func `a file with errors changes nothing and is told of once, a mended one is taken over`() throws {
        let folder = try TemporaryFolder()
        let path = try Self.mappings(saying: "a", in: folder)
        try folder.write(
            """
            mappings: \(path)
            journal: j
            brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "tencent/P/*", broker: site, backend: upgrader } }
            """, to: "gateway.yaml")
        func read() -> GatewayFiles { GatewayFiles(configuration: folder.file("gateway.yaml")) }
        let files = read()
        var judge = ReloadJudge(files: files, configuration: try #require(files.configuration))
        #expect(judge.judge(read(), because: .change).lines.isEmpty)
        #expect(judge.judge(read(), because: .hangUp).plan?.mappingVersion == files.mappingVersion)

        let file = "\(path)/aliyun.yaml"
        let good = try String(contentsOfFile: file, encoding: .utf8)
        try good.replacing("\"${version}\"", with: "\"${verzion}\"").write(
            toFile: file, atomically: true, encoding: .utf8)
        let refused = judge.judge(read(), because: .change)
        #expect(refused.plan == nil)
        #expect(
            refused.lines.contains {
                $0.level == .error && $0.text.contains("aliyun.yaml:") && $0.text.contains("[unknown-field]")
            })
        #expect(
            refused.lines.last?.text
                == "nothing was reloaded: the files have errors; mapping version \(files.mappingVersion) runs on")
        #expect(judge.judge(read(), because: .change).lines.isEmpty)
        #expect(judge.judge(read(), because: .hangUp).lines.map(\.text) == refused.lines.map(\.text))

        try good.write(toFile: file, atomically: true, encoding: .utf8)
        let back = judge.judge(read(), because: .change)
        #expect(back.plan == nil && back.lines.count == 1)
        #expect(back.lines.first?.text.hasPrefix("the files are again those that run: mapping version") == true)

        try (good + "# a comment\n").write(toFile: file, atomically: true, encoding: .utf8)
        let taken = judge.judge(read(), because: .change)
        #expect(taken.plan.map { $0.mappingVersion != files.mappingVersion } == true)
        #expect(taken.lines.isEmpty)
    }

    @Test func `a look changes with what is written, added or removed, and not with example files`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", to: "gateway.yaml")
        try folder.write("b", to: "acme.yaml")
        func look() -> FileLook { FileLook(configuration: folder.file("gateway.yaml"), mappings: folder.path) }
        var looks = [look()]
        #expect(look() == looks[0])
        try folder.write("c", to: "acme.examples.yaml")
        #expect(look() == looks[0])
        try folder.write("B", to: "acme.yaml")
        looks.append(look())
        try folder.write("B", to: "other.yaml")
        looks.append(look())
        try FileManager.default.removeItem(atPath: folder.file("acme.yaml"))
        looks.append(look())
        try folder.write("aa", to: "gateway.yaml")
        looks.append(look())
        #expect(Set(looks).count == looks.count)
    }
}
