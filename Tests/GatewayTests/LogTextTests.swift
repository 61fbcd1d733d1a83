import Testing

@testable import Gateway

struct LogTextTests {
    @Test(arguments: [
        (#"{"url":"https://a.b/c?sig=secret&x=1","n":2}"#, #"'{"url":"https://a.b/c?…","n":2}'"#),
        (#"{"url":"https:\/\/a.b\/c?sig=secret","n":2}"#, #"'{"url":"https:\/\/a.b\/c?…","n":2}'"#),
        ("what? no url", "'what? no url'"), ("two\nlines", #"'two\nlines'"#),
    ]) func `an excerpt has no signature and no control characters`(payload: String, shown: String) {
        #expect(LogText.excerpt(Array(payload.utf8)) == shown)
    }

    @Test func `an excerpt is short`() {
        #expect(LogText.excerpt(Array(repeating: 0x61, count: 100_000)).count < 130)
        #expect(LogText.excerpt([0xFF, 0xFE]).count < 130)
    }
}
