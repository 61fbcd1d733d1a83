package import Foundation

/// The program itself, run as an operator runs it, killed with its last reference.
package final class GatewayProcess {
    private let process = Process()
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - folder: holds its `log`.
    ///   - appends: whether the log of an earlier run is kept before its own.
    package init(_ arguments: [String], in folder: TemporaryFolder, appends: Bool = false) throws {
        self.folder = folder
        process.executableURL = try Self.program()
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        if !appends { try folder.write("", to: "log") }
        let log = try FileHandle(forWritingTo: URL(filePath: folder.file("log")))
        try log.seekToEnd()
        process.standardError = log
        // A test runs on a thread that blocks signals; the child would inherit that and never see SIGTERM.
        var none = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        try process.run()
    }

    /// The program that was built with the tests.
    package static func program() throws -> URL {
        let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: test).deletingLastPathComponent().appending(path: "ota-gateway")
    }

    deinit {
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// What it has written to standard error.
    package var log: String { (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "" }

    package func waits(for part: String) -> Bool {
        Deadline(seconds: 20).wait { log.contains(part) || !process.isRunning } && log.contains(part)
    }

    package var isRunning: Bool { process.isRunning }
    package var identifier: Int32 { process.processIdentifier }

    package func signal(_ number: Int32) {
        if process.isRunning { _ = kill(process.processIdentifier, number) }
    }

    /// The exit code; nil when it has not ended in time.
    package func exitCode(within seconds: Double = 10) -> Int32? {
        guard Deadline(seconds: seconds).wait(until: { !process.isRunning }) else { return nil }
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }
}
