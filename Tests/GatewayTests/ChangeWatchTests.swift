import Testing

@testable import Gateway

struct ChangeWatchTests {
    /// Looks, and after which of them it is time to read.
    @Test(arguments: [
        ("a a a a", [1]), ("a b c c c", [3]), ("a a b a a", [1]), ("a a b b a a", [1, 3, 5]), ("a a b c b b", [1, 5]),
        ("a", []), ("a a b", [1]),
    ]) func `a change counts when two looks in a row agree on it`(looks: String, times: [Int]) {
        var watch = ChangeWatch<String>()
        let found = looks.split(separator: " ").enumerated().filter { watch.isTimeToRead(String($0.element)) }
        #expect(found.map(\.offset) == times)
    }
}
