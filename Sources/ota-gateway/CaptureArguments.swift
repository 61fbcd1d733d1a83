import ArgumentParser
import Diagnostics
import Examples
import Foundation
import Translation
import Upgrades

/// How captured traffic is put through the pipeline: the sides, the names and the fleet's options, as `translate` takes them.
struct CaptureArguments: ParsableArguments {
    @Option(help: "The dialect of the devices.") var devices: String?
    @Option(help: "The dialect of the backend.") var backend: String?
    @Option(help: "PRODUCT/DEVICE=PRODUCT/DEVICE: the device's name and the backend's for it.")
    var identity: [String] = []
    @OptionGroup var fleet: FleetArguments

    func record(_ path: String, mappings: String?) throws {
        let route = try route(mappings ?? MappingFolder.standardPath)
        let capture = try read(path)
        let recording = Recording(
            capture, over: route, names: try Identities.all(arguments: identity),
            name: "recorded from \(harmless((path as NSString).lastPathComponent))")
        try Streams.print(Array(recording.text.utf8))
    }

    func compare(_ path: String, mappings: String?, other: String) throws {
        let names = try Identities.all(arguments: identity)
        let routes = (try route(mappings ?? MappingFolder.standardPath), try route(other))
        let capture = try read(path)
        let replay = Replay(capture.messages, over: routes.0, names: names)
        let changes = replay.changes(in: Replay(capture.messages, over: routes.1, names: names))
        for change in changes {
            let what = change.message.topic.map { "a message on \($0.string)" } ?? "time passes"
            try Streams.print(
                Array("line \(change.message.line): \(harmless(what))\n".utf8)
                    + Array(change.lines.text(hasColours: Streams.isTerminal).utf8))
        }
        guard changes.isEmpty else {
            try Streams.print(Array("\(changes.count) of \(capture.messages.count) lines change their outputs\n".utf8))
            throw ExitStatus.findings
        }
        try Streams.print(Array("no output changes\n".utf8))
    }

    private func route(_ path: String) throws -> Route {
        guard let devices, let backend else {
            throw ValidationError("captured traffic needs --devices and --backend")
        }
        let folder = try MappingFolder(path: path)
        return Route(
            device: try folder.dialect(devices), backend: try folder.dialect(backend), backendName: backend,
            options: try fleet.options())
    }

    /// Lines that are no messages are told and left out.
    private func read(_ path: String) throws -> Capture {
        guard let data = FileManager.default.contents(atPath: path) else {
            Streams.complain("error: \(harmless(path)) cannot be read\n")
            throw ExitStatus.findings
        }
        let capture = Capture(Array(data))
        for (line, problem) in capture.problems {
            Streams.complain("\(harmless(path)):\(line):1: warning: left out: \(harmless(problem))\n")
        }
        return capture
    }
}
