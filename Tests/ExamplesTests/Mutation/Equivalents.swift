/// Changes that change nothing, each with its reason.
///
/// The mutator does not even make those that are so by the language itself: the order of keys and rows, names of forms, a field's
/// own conversion, quotes around a word, a second alternative's quotes or place, a fallback in an optional member; and of what is
/// only read the order of members, what fallbacks say, and text or number.
enum Equivalents {
    private static let tellApart =
        "each fits only what the other does not: a literal, a topic or a phase tells them apart"
    private static let standard = "the key says what holds without it"
    private static let nearest = "the nearest failure above it prints the same code"

    static let reasons: [String: [String: String]] = [
        "tencent": [
            "lacks/token removed": standard,
            "conversions/code/download.timeout = { read }": nearest,
            "conversions/code/install = { read }": nearest,
            "messages/progress/variants/running swapped": tellApart,
            "messages/progress/variants/state swapped": tellApart,
            "messages/progress/variants/luat-running swapped": tellApart,
        ],
        "aliyun": [
            "lacks removed": standard,
            "lacks/token removed": standard,
            "parts/package/stream swapped": tellApart,
            "parts/package/stream-sha256 swapped": tellApart,
            "parts/package/stream-beside-md5 swapped": tellApart,
            "parts/package/stream-beside-files swapped": "an address counts before a list in either order",
            "parts/package/md5 swapped": tellApart,
            "parts/package/sha256 swapped": tellApart,
            "parts/package/one-file swapped": tellApart,
            "messages/progress/variants/failed swapped": tellApart,
            "messages/progress/variants/downloaded swapped": tellApart,
            "messages/progress/variants/burning swapped": tellApart,
            "messages/progress/variants/done swapped": tellApart,
            "messages/query/variants/get swapped": tellApart,
            "messages/query-reply/variants/get swapped": tellApart,
            "messages/query-reply/variants/nothing swapped": tellApart,
        ],
        "huawei": [
            "behaviour/queries removed": standard,
            "messages/offer/variants/obs swapped": tellApart,
            "messages/progress/variants/done swapped": tellApart,
            "messages/progress/variants/installing swapped": tellApart,
            "messages/progress/variants/started swapped": tellApart,
        ],
    ]
}
