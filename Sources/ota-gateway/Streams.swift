import Foundation

/// Results go to standard output, findings and logs to standard error.
enum Streams {
    static func print(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }
    static func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    static let isErrorTerminal = isatty(2) == 1
    static let isOutputTerminal = isatty(1) == 1
}
