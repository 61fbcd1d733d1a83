import Diagnostics

/// A span of time as operators write it: `250ms`, `90s`, `15m`, `2h`, `1d`; a bare number is seconds.
///
/// Whole milliseconds, from nothing up to a hundred years. Used for files and for the command line.
package struct DurationText: Hashable, Sendable {
    package let duration: Duration

    package init(_ text: String) throws(TextProblem) {
        let units: KeyValuePairs<String, Int64> = [
            "": 1000, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard let number = NumberWithUnit(text, units: units, limit: 36_500 * 86_400_000) else {
            throw TextProblem(
                text.isEmpty ? "an empty duration" : "cannot read the duration \(quoted(text))",
                suggestion: "write 250ms, 90s, 15m, 2h or 1d")
        }
        duration = .milliseconds(number.value)
    }
}
