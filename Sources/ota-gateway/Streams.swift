import Foundation

/// Lines of bytes as they come in, so that what is not UTF-8 is seen as it is.
struct InputLines {
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// Up to here there is no end of a line.
    private var searched = 0
    /// Bytes read at once.
    private static let piece = 1 << 16

    /// Whether the next line has come in already, so that there is no wait for it.
    var hasLine: Bool { buffer[start...].contains(UInt8(ascii: "\n")) }

    /// The next line without its end; nil when there are no more.
    mutating func next() throws -> [UInt8]? {
        while true {
            if let end = buffer[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count - start
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeFirst(start)
            start = 0
            let more: Data
            do { more = try FileHandle.standardInput.read(upToCount: Self.piece) ?? Data() } catch {
                Streams.complain("error: standard input cannot be read\n")
                throw ExitStatus.findings
            }
            isAtEnd = more.isEmpty
            buffer += more
        }
    }
}

/// Results go to standard output, findings and logs to standard error.
enum Streams {
    /// Writes a value as JSON for tools, keys in order.
    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try print([UInt8](try encoder.encode(value)) + Array("\n".utf8))
    }

    /// Whether a person looks at standard output, so that colours may help.
    static var isTerminal: Bool { isatty(FileHandle.standardOutput.fileDescriptor) == 1 }

    /// - Throws: exit code 1 when nobody can take it, as on a full disk.
    static func print(_ bytes: [UInt8]) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) } catch {
            complain("error: standard output cannot be written\n")
            throw ExitStatus.findings
        }
    }

    /// Where even this fails there is nobody left to tell.
    static func complain(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
