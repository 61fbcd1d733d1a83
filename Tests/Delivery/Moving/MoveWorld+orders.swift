import Foundation
import GatewayFile
import Journal
import Migration
import TestSupport

@testable import Gateway

/// Orders given as an operator gives them: by the program, again and again until the gateway lives to obey.
extension MoveWorld {
    func order(_ arguments: [String], because reason: String = "a trial") throws {
        for _ in 0..<60 {
            let (code, text) = try call(["migrate"] + arguments + ["--reason", reason])
            if code == 0 { return }
            // 78: no gateway runs, or it was killed before it could answer
            let passing = ["is stopping", "gone through", "still belong", "onnection"]
            guard code == 78 || text.isEmpty || passing.contains(where: text.contains) else {
                throw TestFailure("migrate \(arguments): \(code) \(text)")
            }
            if gateway == nil { try startGateway() }
            run(0.5)
        }
        throw TestFailure("nobody obeys \(arguments)")
    }

    /// Runs the program with everything turning; its exit code, and what it complained of.
    func call(_ arguments: [String], keepingOutput: Bool = false) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = try GatewayProcess.program()
        process.arguments = arguments + ["--config", folder.file("gateway.yaml")]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try folder.write("", to: "complaints")
        let complaints = try FileHandle(forWritingTo: URL(filePath: folder.file("complaints")))
        process.standardError = complaints
        if keepingOutput { process.standardOutput = complaints }
        try process.run()
        run(30) { !process.isRunning }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: folder.file("complaints"), encoding: .utf8))
    }

    /// Sends devices of a migration to one of the clouds, or some of them.
    func move(_ migration: String, _ conditions: [String]) throws {
        for device in devices(of: migration) {
            allowed[device].insert(lane(of: device).destination)
            goal[device] = lane(of: device).destination
        }
        try order(["move", migration, "--stop-at", "100"] + conditions)
    }

    func rollBack(_ migration: String, _ conditions: [String] = []) throws {
        for device in devices(of: migration) {
            allowed[device].insert(lane(of: device).origin)
            goal[device] = conditions.isEmpty ? lane(of: device).origin : nil
        }
        try order(["rollback", migration] + conditions)
    }

    func view(of migration: String) throws -> MigrationView {
        let reader = try JournalReader(path: journal)
        let book = try MigrationBook(try reader.migrations())
        let files = GatewayFiles(configuration: folder.file("gateway.yaml"))
        guard let migration = book[migration], let plan = files.plan() else {
            throw TestFailure("there is no migration \(migration)")
        }
        return try MigrationView(migration, of: book, in: reader, plan: plan)
    }

    /// Whose each device is, as the journal has it; and who waits to go elsewhere.
    func owners() throws -> (owners: [Vendor], leaving: Int) {
        var owners = Lane.all.flatMap { lane in (0..<fleetSize).map { _ in lane.origin } }
        var leaving = 0
        for migration in Lane.migrations {
            let view = try view(of: migration)
            leaving += view.census.leaving
            for device in view.devices {
                guard let number = device.key.split(separator: "/d").last.flatMap({ Int($0) }) else { continue }
                let lane = lane(of: number)
                owners[number] = device.migrant.owner == .origin ? lane.origin : lane.destination
                if view.migration.stage == .rolledBack { owners[number] = lane.origin }
            }
        }
        return (owners, leaving)
    }
}
