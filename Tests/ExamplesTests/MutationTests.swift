import Foundation
import Testing

/// A dialect file with anything in it changed is caught by `check` or by an example.
///
/// Every eighth mutant is made; with `MUTANTS=all` in the environment every one.
struct MutationTests {
    struct Share: CustomTestStringConvertible {
        let dialect: String
        let number: Int
        /// Shares run side by side.
        static let count = 4
        var testDescription: String { "\(dialect), \(number + 1) of \(Self.count)" }
        static let all = ["tencent", "aliyun"].flatMap { dialect in
            (0..<count).map { Share(dialect: dialect, number: $0) }
        }
    }

    private static let stride = ProcessInfo.processInfo.environment["MUTANTS"] == "all" ? 1 : 8

    @Test(arguments: Share.all) func `no mutant survives`(share: Share) throws {
        let shipped = try ShippedMappings()
        let tree = try shipped.tree(share.dialect)
        var run = MutationRun(shipped, dialect: share.dialect)
        #expect(run.killer(of: tree.text) == nil, "the file itself must pass")
        let reasons = Equivalents.reasons[share.dialect] ?? [:]
        let mutants = Mutator(tree).mutants
        #expect(mutants.count > 1000)
        let part = mutants[mutants.count * share.number / Share.count..<mutants.count * (share.number + 1) / Share.count]
        var survivors: [String] = []
        for place in Swift.stride(from: part.startIndex, to: part.endIndex, by: Self.stride) {
            let mutant = part[place]
            if reasons[mutant.name] == nil, run.killer(of: mutant.text) == nil { survivors.append(mutant.name) }
        }
        #expect(survivors == [])
    }

    @Test(arguments: ["tencent", "aliyun"])
    func `what is said to change nothing does change the file and is not caught`(dialect: String) throws {
        let shipped = try ShippedMappings()
        var run = MutationRun(shipped, dialect: dialect)
        let mutants = Mutator(try shipped.tree(dialect)).mutants
        for name in (Equivalents.reasons[dialect] ?? [:]).keys.sorted() {
            let mutant = try #require(mutants.first { $0.name == name }, "\(name)")
            #expect(run.killer(of: mutant.text) == nil, "\(name)")
        }
    }
}
