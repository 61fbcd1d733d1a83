import Foundation
import FuzzTargets
import GatewayFuzzTargets
import TestMaterial
import Testing

extension FuzzTarget: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// What libFuzzer runs for minutes, `swift test` runs for seconds: the same targets, with the same laws.
struct FuzzTargetTests {
    @Test(arguments: FuzzTarget.all) func `the laws hold for the kept corpus`(target: FuzzTarget) throws {
        let corpus = try Corpus(of: target)
        #expect(!corpus.files.isEmpty)
        for file in corpus.files { expectLaws(of: target, for: file.bytes, file.name) }
    }

    /// Inputs for each target; `FUZZ_SEEDS=20000` for a long run.
    private static let seeds = ProcessInfo.processInfo.environment["FUZZ_SEEDS"].flatMap(UInt64.init) ?? 300

    /// What fails once fails again, by its seed.
    @Test(arguments: FuzzTarget.all) func `the laws hold for changed inputs`(target: FuzzTarget) throws {
        let corpus = try Corpus(of: target)
        for seed in 0..<Self.seeds {
            var mutator = Mutator(seed: seed, words: corpus.words)
            let file = mutator.generator.pick(corpus.files)
            let bytes = Array(mutator.mutated(file.bytes).prefix(target.longest))
            expectLaws(of: target, for: bytes, "\(file.name), seed \(seed)")
        }
    }

    private func expectLaws(of target: FuzzTarget, for bytes: [UInt8], _ input: String) {
        do {
            try target.check(bytes)
        } catch {
            Issue.record("\(error), for \(input): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
    }
}
