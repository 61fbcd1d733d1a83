import Foundation

/// Lines of bytes as they come in, so that what is not UTF-8 is seen as it is.
struct InputLines {
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Whether the next line has come in already, so that there is no wait for it.
    var hasLine: Bool { buffer[start...].contains(UInt8(ascii: "\n")) }

    /// The next line without its end; nil when there are no more.
    mutating func next() -> [UInt8]? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeFirst(start)
            start = 0
            let more = FileHandle.standardInput.availableData
            isAtEnd = more.isEmpty
            buffer += more
        }
    }
}

/// Results go to standard output, findings and logs to standard error.
enum Streams {
    static func print(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }
    static func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    static let isErrorTerminal = isatty(2) == 1
    static let isOutputTerminal = isatty(1) == 1
}
