import Foundation

/// A command of the program that ends by itself, run as an operator runs it.
package struct OperatorCommand {
    package let code: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let complaints: String

    /// Runs it to its end.
    /// - Parameter folder: keeps what it prints meanwhile.
    package init(_ arguments: [String], in folder: TemporaryFolder) throws {
        let process = Process()
        process.executableURL = try GatewayProcess.program()
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        func file(_ name: String) throws -> FileHandle {
            try folder.write("", to: name)
            return try FileHandle(forWritingTo: URL(filePath: folder.file(name)))
        }
        process.standardOutput = try file("output")
        process.standardError = try file("complaints")
        try process.run()
        process.waitUntilExit()
        code = process.terminationReason == .exit ? process.terminationStatus : -1
        output = try String(contentsOfFile: folder.file("output"), encoding: .utf8)
        complaints = try String(contentsOfFile: folder.file("complaints"), encoding: .utf8)
    }
}
