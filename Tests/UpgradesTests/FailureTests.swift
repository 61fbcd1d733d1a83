import Testing
import Upgrades

/// The tree of failures, and how one is told across dialects (B11).
struct FailureTests {
    @Test(arguments: FailureClass.allCases) func `every class is a kind of upgrade failure`(kind: FailureClass) {
        var root = kind
        while let parent = root.parent { root = parent }
        #expect(root == .upgrade)
    }

    @Test(arguments: [FailureClass.downloadTimeout, .downloadNotFound, .downloadDenied])
    func `these are kinds of download failure`(
        kind: FailureClass
    ) {
        #expect(kind.parent == .download)
    }

    @Test func `the native code stands before the note (B11, H7, H8)`() {
        let code = NativeCode(key: "step", value: "-2", token: RawJSON("-2"), isListed: true)
        #expect(Failure(.download, code: code).noteCrossing("net down") == "step=-2: net down")
        #expect(Failure(.download, code: code).noteCrossing("") == "step=-2")
        #expect(Failure(.download, code: code).noteCrossing(nil) == "step=-2")
        #expect(Failure(.download).noteCrossing("net down") == "net down")
        #expect(Failure(.download).noteCrossing(nil) == nil)
    }

    @Test func `phases move in their order, and all terminals stand on the last place (B5)`() {
        let open: [Phase] = [.offered, .downloading, .downloaded, .installing, .installed]
        #expect(open.map(\.rank) == [0, 1, 2, 3, 4])
        #expect(Phase.allCases.filter(\.isTerminal) == [.succeeded, .failed, .timedOut, .refused, .superseded])
        #expect(Phase.allCases.filter(\.isRunning) == [.downloading, .downloaded, .installing, .installed])
    }
}
