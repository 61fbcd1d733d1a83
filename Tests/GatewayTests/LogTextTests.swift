import Testing

@testable import Gateway

struct LogTextTests {
    @Test(arguments: [
        (#"{"url":"https://a.b/c?sig=secret&x=1","n":2}"#, #"'{"url":"https://a.b/c?…","n":2}'"#),
        (#"{"url":"https:\/\/a.b\/c?sig=secret","n":2}"#, #"'{"url":"https://a.b/c?…","n":2}'"#),
        (#"{"url":"https:\u002f\u002fh\u002Ff\u003Fsig=secret"}"#, #"'{"url":"https://h/f?…"}'"#),
        ("what? no url", "'what? no url'"), ("two\nlines", #"'two\nlines'"#),
    ]) func `an excerpt has no signature and no control characters`(payload: String, shown: String) {
        #expect(LogText.excerpt(Array(payload.utf8)) == shown)
    }

    @Test func `an excerpt is short`() {
        #expect(LogText.excerpt(Array(repeating: 0x61, count: 100_000)).count < 130)
        #expect(LogText.excerpt([0xFF, 0xFE]).count < 130)
    }
}
