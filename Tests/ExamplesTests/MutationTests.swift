import Foundation
import Testing

/// A dialect file with anything in it changed is caught by `check` or by an example.
///
/// With `MUTANTS=all` in the environment every mutant is made; else each chunk takes a share of them, always the same.
struct MutationTests {
    struct Chunk: CustomTestStringConvertible {
        let dialect: String
        let number: Int
        static let count = 4
        var testDescription: String { "\(dialect), \(number + 1) of \(Self.count)" }
        static let all = ["tencent", "aliyun"].flatMap { dialect in (0..<count).map { Chunk(dialect: dialect, number: $0) } }
    }

    @Test(arguments: Chunk.all)
    func `no mutant survives`(chunk: Chunk) throws {
        let shipped = try ShippedMappings()
        let tree = try shipped.tree(chunk.dialect)
        var run = MutationRun(shipped, dialect: chunk.dialect)
        #expect(run.killer(of: tree.text) == nil, "the file itself must pass")
        let reasons = Equivalents.reasons[chunk.dialect] ?? [:]
        let mutants = Mutator(tree).mutants
        let start = mutants.count * chunk.number / Chunk.count
        let end = mutants.count * (chunk.number + 1) / Chunk.count
        var survivors: [String] = []
        for mutant in mutants[start..<end] where reasons[mutant.name] == nil {
            if run.killer(of: mutant.text) == nil { survivors.append(mutant.name) }
        }
        print("\(chunk.testDescription): \(end - start) mutants, survivors \(survivors.count)")
        if let path = ProcessInfo.processInfo.environment["SURV"] {
            try survivors.joined(separator: "\n").write(toFile: "\(path).\(chunk.dialect).\(chunk.number)", atomically: true, encoding: .utf8)
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
