import Diagnostics
import Dialects
import Examples
import Testing

/// The examples that ship with the dialect files.
struct ShippedExamplesTests {
    @Test func `every shipped example goes as written`() throws {
        let shipped = try ShippedMappings()
        var findings = Findings()
        for file in shipped.files {
            for example in file.examples {
                let differences = example.run(dialects: shipped.dialects, file: file.name, into: &findings)
                #expect(differences?.isEmpty == true, "\(file.name): \(example.name)")
            }
            for example in file.messages {
                let differences = example.run(dialects: shipped.dialects, file: file.name, into: &findings)
                #expect(differences?.isEmpty == true, "\(file.name): \(example.name)")
            }
        }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }

    @Test func `every form, row, hole and limit of a shipped dialect is put to use`() throws {
        let shipped = try ShippedMappings()
        var use = DialectUse()
        for file in shipped.files { file.add(to: &use, shipped.dialects) }
        for dialect in shipped.dialects.values {
            let coverage = Coverage(of: dialect, in: use)
            #expect(coverage.missing == [])
            #expect(coverage.counts.allSatisfy { $0.used == $0.all })
        }
    }

    @Test func `what no example puts to use is told with its place`() throws {
        let shipped = try ShippedMappings()
        var use = DialectUse()
        for file in shipped.files where file.name == "tencent-offers.examples.yaml" {
            file.add(to: &use, shipped.dialects)
        }
        let dialect = try #require(shipped.dialects["tencent"])
        let missing = Coverage(of: dialect, in: use).missing
        #expect(missing.contains { $0.hasSuffix("tencent.yaml:100:7: 'luat-running' of 'progress' is never read") })
        #expect(!missing.contains { $0.contains(" limit ") })
    }

    @Test func `each dialect has examples beside it`() throws {
        let shipped = try ShippedMappings()
        for dialect in shipped.dialects.keys {
            let file = try #require(shipped.files.first { $0.name == "\(dialect).examples.yaml" })
            #expect(file.examples.count >= 15)
        }
    }
}
