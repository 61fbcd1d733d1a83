import Diagnostics
import Testing

struct NearNameTests {
    static let rows: [(String, String?)] = [
        ("verzion", "version"), ("Version", "version"), ("versoin", "version"), ("versio", "version"),
        ("versions", "version"), ("urk", "url"), ("version", nil), ("x", nil), ("colour", nil), ("", nil),
        ("offer-timout", "offer-timeout"),
    ]

    @Test(arguments: rows) func `the nearest name is offered`(name: String, expected: String?) {
        #expect(nearName(to: name, among: ["url", "version", "timeout", "offer-timeout", "a"]) == expected)
    }
}
