/// Puts several pieces into one blob: a length of four bytes in front of each, the most significant byte first.
enum Frame {
    static func append(_ bytes: Span<UInt8>, to out: inout [UInt8]) {
        append(length: bytes.count, to: &out)
        unsafe bytes.withUnsafeBufferPointer { unsafe out.append(contentsOf: $0) }
    }

    /// Eight bytes without a length.
    static func append(_ number: UInt64, to out: inout [UInt8]) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe out.append(contentsOf: $0) }
    }

    /// Nil where less is left than was announced.
    static func pop(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count - 4 >= count else { return nil }
        defer { rest = rest.dropFirst(4 + count) }
        return rest.dropFirst(4).prefix(count)
    }

    static func popText(_ rest: inout ArraySlice<UInt8>) -> String? {
        pop(&rest).map { String(decoding: $0, as: UTF8.self) }
    }

    static func popNumber(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func append(length: Int, to out: inout [UInt8]) {
        unsafe withUnsafeBytes(of: UInt32(truncatingIfNeeded: length).bigEndian) { unsafe out.append(contentsOf: $0) }
    }
}
