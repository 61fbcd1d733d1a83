/// The bytes of one file, with the tables that turn byte offsets into lines and columns.
///
/// Lines end at LF, CR LF or CR, as in an editor. The bytes need not be UTF-8; a byte-order mark stays in
/// `bytes` but has no column. Every look-up costs the logarithm of the file's size, however long its lines are.
package struct SourceText: Sendable {
    /// The name findings show: the path as the operator wrote it.
    package let name: String
    package let bytes: [UInt8]
    /// Where the text begins: 3 behind a byte-order mark, else 0.
    package let textStart: Int
    /// Byte offset of each line's first byte.
    private let lineStarts: [Int]
    /// Code points before each block of `blockSize` bytes; empty when every byte is ASCII and offset equals count.
    private let scalarsBeforeBlock: [Int]
    private static let blockSize = 64

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lineStarts = Self.lineStarts(in: bytes, from: textStart)
        scalarsBeforeBlock = bytes.contains { $0 >= 0x80 } ? Self.scalarCounts(in: bytes) : []
    }

    package init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    package var lineCount: Int { lineStarts.count }

    /// The text of a line without its line end; nil when the file has no such line.
    ///
    /// Bytes that are not UTF-8 are shown as U+FFFD.
    package func line(_ number: Int) -> String? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let end = number < lineStarts.count ? lineStarts[number] : bytes.count
        var line = bytes[lineStarts[number - 1]..<end]
        if number < lineStarts.count, line.last == 0x0A { line.removeLast() }
        if number < lineStarts.count, line.last == 0x0D { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// The line and column of a byte; offsets outside the file count as its nearest end.
    package func location(ofByte offset: Int) -> SourceLocation {
        let offset = min(max(offset, textStart), bytes.count)
        let line = lineStarts.lastIndex(atMost: offset)
        let column = scalarIndex(ofByte: offset) - scalarIndex(ofByte: lineStarts[line]) + 1
        return SourceLocation(line: line + 1, column: column)
    }

    /// The byte offset of the code point with this index, counted from `textStart`; at most the file's size.
    package func byteOffset(ofScalar index: Int) -> Int {
        let index = max(index, 0)
        guard !scalarsBeforeBlock.isEmpty else { return min(textStart + index, bytes.count) }
        let wanted = index + scalarIndex(ofByte: textStart)
        let block = scalarsBeforeBlock.lastIndex(atMost: wanted)
        var seen = scalarsBeforeBlock[block]
        var offset = block * Self.blockSize
        while offset < bytes.count {
            if bytes[offset].startsScalar {
                if seen == wanted { break }
                seen += 1
            }
            offset += 1
        }
        return offset
    }

    /// Code points that start before a byte, the byte-order mark included.
    private func scalarIndex(ofByte offset: Int) -> Int {
        guard !scalarsBeforeBlock.isEmpty else { return offset }
        let block = min(offset / Self.blockSize, scalarsBeforeBlock.count - 1)
        return bytes[(block * Self.blockSize)..<offset].reduce(into: scalarsBeforeBlock[block]) { count, byte in
            if byte.startsScalar { count += 1 }
        }
    }

    private static func lineStarts(in bytes: [UInt8], from start: Int) -> [Int] {
        var starts = [start]
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == 0x0A {
                starts.append(offset)
            } else if byte == 0x0D {
                if offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
                starts.append(offset)
            }
        }
        return starts
    }

    private static func scalarCounts(in bytes: [UInt8]) -> [Int] {
        var counts: [Int] = []
        var count = 0
        for (offset, byte) in bytes.enumerated() {
            if offset.isMultiple(of: blockSize) { counts.append(count) }
            if byte.startsScalar { count += 1 }
        }
        return counts
    }
}

extension UInt8 {
    /// Whether this byte is not a UTF-8 continuation byte.
    fileprivate var startsScalar: Bool { self & 0xC0 != 0x80 }
}

extension [Int] {
    /// The last index whose value is at most `wanted`, in an ascending array whose first value is; 0 otherwise.
    fileprivate func lastIndex(atMost wanted: Int) -> Int {
        var low = 0
        var high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= wanted { low = middle } else { high = middle }
        }
        return low
    }
}
