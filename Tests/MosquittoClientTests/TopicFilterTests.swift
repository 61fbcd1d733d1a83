import MosquittoClient
import Testing

@Suite struct TopicFilterTests {
    @Test(arguments: [
        ("a/b", "a/b", true), ("a/b", "a/c", false), ("a/b", "a/b/", false), ("+/b", "a/b", true), ("+/b", "/b", true),
        ("a/#", "a", true), ("a/#", "a/b/c", true), ("#", "a/b", true), ("#", "$ota/x", false),
        ("+/x", "$ota/x", false),
        ("$ota/#", "$ota/x", true), ("$ota/report/+/+", "$ota/report/P/d", true),
        ("$ota/report/+/+", "$ota/report/P", false), ("/ota/device/#", "/ota/device/inform/p/d", true), ("+", "", true),
        ("caf\u{E9}", "cafe\u{301}", false),
    ])
    func `filters match like a broker`(filter: String, topic: String, isMatch: Bool) throws {
        #expect(try TopicFilter(filter).matches(topic) == isMatch)
    }

    @Test(arguments: ["", "a+/b", "a/#/b", "#a", "a\0", "$+/a", String(repeating: "a", count: 65_536)])
    func `what no broker accepts is no filter`(text: String) {
        #expect(throws: BrokerError(.invalidTopic, "")) { try TopicFilter(text) }
    }
}
