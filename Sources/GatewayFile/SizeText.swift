import Diagnostics

/// A number of bytes as operators write it: `1GB`, `500MB`, `64KiB`, `1024`; KB, MB, GB and TB are powers of 1000.
package struct SizeText: Hashable, Sendable {
    package let bytes: Int

    package init(_ text: String) throws(TextProblem) {
        let units: KeyValuePairs<String, Int64> = [
            "": 1, "B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
            "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
        ]
        guard let number = NumberWithUnit(text, units: units, limit: 1 << 50) else {
            throw TextProblem(
                text.isEmpty ? "an empty size" : "cannot read the size \(quoted(text))",
                suggestion: "write 1GB, 500MB, 64KiB or a number of bytes")
        }
        bytes = Int(number.value)
    }
}
