import Testing

@testable import Gateway

struct CloudEventTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
        (1_709_251_199_999, "2024-02-29T23:59:59.999Z"), (1_767_225_600_000, "2026-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
    ]) func `times are written as RFC 3339 has them`(milliseconds: Int64, text: String) {
        #expect(timestamp(milliseconds) == text)
    }
}
