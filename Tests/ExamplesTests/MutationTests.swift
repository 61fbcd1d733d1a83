import Foundation
import Testing

/// A dialect file with anything in it changed is caught by `check` or by an example.
struct MutationTests {
    @Test(arguments: ["tencent", "aliyun"])
    func `no mutant survives`(dialect: String) throws {
        let shipped = try ShippedMappings()
        var run = MutationRun(shipped, dialect: dialect)
        var mutants = Mutator(try shipped.tree(dialect)).mutants
        if let only = try? String(contentsOfFile: "/tmp/survivors.\(dialect)", encoding: .utf8), ProcessInfo.processInfo.environment["ALL"] == nil {
            let names = Set(only.split(separator: "\n").map(String.init))
            mutants = mutants.filter { names.contains($0.name) }
        }
        var survivors: [String] = []
        for mutant in mutants where run.killer(of: mutant.text) == nil { survivors.append(mutant.name) }
        print("\(dialect): \(mutants.count) mutants, \(survivors.count) survivors")
        try survivors.joined(separator: "\n").write(toFile: "/tmp/survivors.\(dialect)", atomically: true, encoding: .utf8)
        #expect(survivors.count == 0)
    }
}
