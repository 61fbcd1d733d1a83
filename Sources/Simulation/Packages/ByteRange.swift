/// Reads a `Range` header as forgivingly as the vendors' object stores do.
enum ByteRange {
    /// The bytes asked for by `header` of a file of `size` bytes.
    ///
    /// An end past the file is cut: the C and Python SDKs for the Tencent dialect ask for `bytes=0-{size}`, one byte too
    /// many (hazard H20).
    ///
    /// - Returns: nil when the header is none that is understood, and the whole file is to be sent (RFC 9110, 14.2); an
    ///   empty range when it begins past the end, which is answered with 416.
    static func read(_ header: String, size: Int) -> Range<Int>? {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first >= 0 else { return nil }
        guard first < size else { return size..<size }
        if ends[1].isEmpty { return first..<size }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return first..<min(last, size - 1) + 1
    }
}
