import Foundation

/// Runs programs that tests prepare things with.
package enum Command {
    /// The full path of a program, nil when it is not installed.
    package static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end; its output goes nowhere unless it fails.
    package static func run(_ name: String, _ arguments: [String]) throws {
        guard let path = find(name) else { throw TestFailure("\(name) is not installed") }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestFailure("\(name) failed: \(String(decoding: text, as: UTF8.self))")
        }
    }
}
