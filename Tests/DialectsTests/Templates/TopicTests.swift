import Testing
import Upgrades

@testable import Dialects

struct TopicTests {
    /// A topic name, and the identities it tells: `sender product device`.
    static let topics: [(topic: String, told: [String])] = [
        ("up/progress/P/D", ["device P D"]), ("up/progress/中 文/d+#", ["device 中 文 d+#"]),
        ("down/offer/P/D", ["backend P D"]),
        ("up/progress//D", []), ("up/progress/P/", []), ("up/progress/P", []), ("up/progress/P/D/", []),
        ("/up/progress/P/D", []),
        ("UP/progress/P/D", []), ("up/other/P/D", []), ("", []),
        ("up/progress/e\u{301}/\u{E9}", ["device e\u{301} \u{E9}"]),
        ("${product}/${device}", []),
    ]

    @Test(arguments: topics) func `a topic tells who speaks of which device`(topic: String, told: [String]) throws {
        let matches = try Trial().with(body: "payload: { v: \"${version}\" }").dialect().match(topic: Text(topic))
        #expect(matches.map { Text("\($0.sender.rawValue) \($0.product) \($0.device)") } == told.map { Text($0) })
    }

    @Test func `one topic may belong to both senders`() throws {
        let matches = try Repository.dialect("aliyun").match(topic: "/ota/device/request/P/D")
        #expect(Set(matches.map(\.sender)) == [.device, .backend])
    }

    @Test func `filters hear what a sender says`() throws {
        let tencent = try Repository.dialect("tencent")
        #expect(tencent.topicFilters(from: .device, product: nil, device: nil) == ["$ota/report/+/+"])
        #expect(tencent.topicFilters(from: .backend, product: "P", device: nil) == ["$ota/update/P/+"])
        let aliyun = try Repository.dialect("aliyun")
        #expect(
            aliyun.topicFilters(from: .device, product: "P", device: "D") == [
                "/ota/device/inform/P/D", "/ota/device/progress/P/D", "/sys/P/D/thing/ota/firmware/get",
                "/ota/device/request/P/D",
            ])
    }

    /// A pattern, a URL, and the seconds it tells.
    static let expiries: [(pattern: String, url: String, unix: Int64?)] = [
        ("Expires=${unix}", "http://h/f?Expires=1999999999&Signature=a%2Bb", 1_999_999_999),
        ("Expires=${unix}", "http://h/f?a=b&Expires=12", 12), ("Expires=${unix}", "http://h/f?a=b%26Expires=12x", 12),
        ("Expires=${unix}", "http://h/f?OSSExpires=12", nil), ("Expires=${unix}", "http://h/Expires=12", nil),
        ("Expires=${unix}", "Expires=12", nil), ("Expires=${unix}", "http://h/f?expires=12", nil),
        ("Expires=${unix}", "http://h/f?Expires=&Expires=7", 7), ("Expires=${unix}", "http://h/f?Expires=x", nil),
        ("Expires=${unix}", "http://h/f?Expires=99999999999999999999", nil), ("Expires=${unix}", "", nil),
        ("auth_key=${unix}-", "http://h/f?auth_key=1777525617-0-0-abc", 1_777_525_617),
        ("auth_key=${unix}-", "http://h/f?auth_key=1777525617", nil),
        (
            "q-sign-time%3D${_}%3B${unix}", "http://h/f?sign=a%26q-sign-time%3D1615947245%3B1616033645%26q",
            1_616_033_645
        ),
        ("q-sign-time%3D${_}%3B${unix}", "http://h/f?sign=q-sign-time%3D1&x=%3B2", nil),
        ("/t${unix}/", "http://h/t55/f", 55), ("${unix}-end", "http://h/1-a/27-end", 27),
    ]

    @Test(arguments: expiries) func `a signed URL tells when it expires`(pattern: String, url: String, unix: Int64?)
        throws
    {
        var trial = Trial().with(body: "payload: { v: \"${version}\" }")
        trial.expiry = "\"\(pattern)\""
        #expect(try trial.dialect().expiry(of: Text(url)) == unix)
    }

    @Test func `of several patterns the first that fits tells`() throws {
        let tencent = try Repository.dialect("tencent")
        #expect(tencent.expiry(of: "http://h/f?sign=x%26q-sign-time%3D1%3B2&Expires=3") == 3)
        #expect(tencent.expiry(of: "http://h/f?sign=x%26q-sign-time%3D1%3B2") == 2)
        #expect(tencent.expiry(of: "http://h/f") == nil)
    }

    @Test func `a hostile URL costs no square`() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let url =
            "http://h/f?" + String(repeating: "&q-sign-time%3D", count: 1)
            + String(repeating: "q-sign-time%3D", count: 4_000)
        #expect(try Repository.dialect("tencent").expiry(of: Text(url)) == nil)
        #expect(clock.now - start < .seconds(60))
    }
}

extension Trial {
    fileprivate func with(body: String) -> Trial {
        var trial = self
        trial.body = body
        return trial
    }
}
