import Testing

/// A dialect file with anything in it changed is caught by an example or by `check`: a warning counts, for the shipped files have none.
struct MutationTests {
    struct Share: CustomTestStringConvertible {
        let dialect: String
        let number: Int
        /// Shares run side by side.
        static let count = 4
        var testDescription: String { "\(dialect), \(number + 1) of \(Self.count)" }
        static let all = ["tencent", "aliyun", "huawei"].flatMap { dialect in
            (0..<count).map { Share(dialect: dialect, number: $0) }
        }
    }

    @Test(arguments: Share.all) func `no mutant survives`(share: Share) throws {
        let shipped = try ShippedMappings()
        let tree = try shipped.tree(share.dialect)
        var run = MutationRun(shipped, dialect: share.dialect)
        #expect(run.killer(of: tree.text) == nil, "the file itself must pass")
        let reasons = Equivalents.reasons[share.dialect] ?? [:]
        let mutants = Mutator(tree).mutants
        #expect(mutants.count > 800)
        let start = mutants.count * share.number / Share.count
        let part = mutants[start..<mutants.count * (share.number + 1) / Share.count]
        var survivors: [String] = []
        for place in stride(from: part.startIndex, to: part.endIndex, by: MutationRun.stride) {
            let mutant = part[place]
            if reasons[mutant.name] == nil, run.killer(of: mutant.text) == nil { survivors.append(mutant.name) }
        }
        #expect(survivors == [])
    }

    @Test(arguments: ["tencent", "aliyun", "huawei"])
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
