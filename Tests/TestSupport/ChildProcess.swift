package import Foundation

/// A program that ends with the test, however the test ends: also when the test process crashes.
package final class ChildProcess {
    private let process = Process()
    /// Waits for the end of our process, which closes its input, and then kills the child.
    private let guardian = Process()
    private let lifeline = Pipe()

    /// Starts a program.
    ///
    /// Its output goes nowhere unless pipes are given.
    package init(_ name: String, _ arguments: [String], input: Pipe? = nil, output: Pipe? = nil) throws {
        guard let path = Command.find(name) else { throw TestFailure("\(name) is not installed") }
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // A test runs on a thread that blocks signals; the child would inherit that and never see SIGTERM.
        var none = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        try process.run()
        guardian.executableURL = URL(filePath: "/bin/sh")
        guardian.arguments = ["-c", "read -r _; kill -9 \"$1\"", "guardian", String(process.processIdentifier)]
        guardian.standardInput = lifeline
        guardian.standardOutput = FileHandle.nullDevice
        guardian.standardError = FileHandle.nullDevice
        try guardian.run()
    }

    deinit { end(SIGKILL) }

    package var isRunning: Bool { process.isRunning }
    package var identifier: Int32 { process.processIdentifier }

    package func signal(_ number: Int32) {
        guard process.isRunning else { return }
        _ = Glibc.kill(process.processIdentifier, number)
    }

    /// Sends a signal that ends it, and waits until it has ended.
    package func end(_ number: Int32) {
        signal(number)
        // A frozen one takes nothing but SIGKILL until it goes on.
        signal(SIGCONT)
        process.waitUntilExit()
        guard guardian.isRunning else { return }
        _ = Glibc.kill(guardian.processIdentifier, SIGKILL)
        guardian.waitUntilExit()
    }
}
