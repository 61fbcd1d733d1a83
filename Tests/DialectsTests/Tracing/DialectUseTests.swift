import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// What of a dialect file has been put to use.
struct DialectUseTests {
    private static func text(_ exercisable: Exercisable) -> String {
        let exercise = exercisable.exercise
        return "\(exercise.location.line):\(exercise.location.column) \(exercisable.label) \(exercise.sort.lack)"
    }

    @Test func `everything that can be put to use is named once, in the order of the file`() throws {
        for name in ["tencent", "aliyun"] {
            let all = try Repository.dialect(name).exercises
            #expect(Set(all.map(\.exercise)).count == all.count)
            let places = all.map(\.exercise.location)
            #expect(places == places.sorted())
            #expect(DialectUse().missing(of: try Repository.dialect(name)) == all)
        }
    }

    @Test func `a payload puts to use what read it`() throws {
        let dialect = try Trial(
            body: "payload: { v: \"${version}\", kind: !any [a, b], note?: \"${note}\" }"
        ).dialect()
        let match = try #require(dialect.match(topic: "up/version-report/P/D").first)
        var use = DialectUse()
        let before = use.missing(of: dialect).map(Self.text)
        use.add(dialect.traceRead(Array(#"{"v":"1","kind":"b"}"#.utf8), on: match))
        use.add(dialect.traceRead(Array(#"{"v":"1","kind":"c"}"#.utf8), on: match))
        let after = use.missing(of: dialect).map(Self.text)
        #expect(
            before.filter { !after.contains($0) } == [
                "11:3 'version-report' never read",
                "14:22 the version never read",
                "14:33 the literal \"b\" never read",
                "14:52 the member 'note' never absent",
            ])
    }

    @Test func `a message puts to use what printed it`() throws {
        let dialect = try Trial().dialect()
        var message = CanonicalMessage(.progress)
        message.phase = .failed
        message.failure = Failure(.downloadTimeout)
        var ids = IdentifierSource(serial: 0, time: 0)
        var use = DialectUse()
        let before = use.missing(of: dialect).map(Self.text)
        use.add(dialect.tracePrint(message, product: "P", device: "D", isSameDialect: false, ids: &ids))
        let after = use.missing(of: dialect).map(Self.text)
        #expect(
            before.filter { !after.contains($0) }.map { $0.drop { $0 != " " }.dropFirst() } == [
                "'bad' for 'failed' of the table 'state' never printed",
                "'-1' for 'download' of the table 'code' never printed",
                "'progress' never printed",
                "the phase never printed",
                "the member 'percent' never absent",
                "the failure never printed",
                "the text in place of the note never printed",
            ])
    }

    @Test func `an offer puts to use the lines that judged it`() throws {
        let device = try Repository.dialect("tencent")
        let source = SourceText(name: "tencent.yaml", text: try Repository.text("Mappings/tencent.yaml"))
        let backend = try Repository.dialect("aliyun")
        let carriage = OfferCarriage(device: device, backend: backend, options: FleetOptions())
        var offer = CanonicalMessage(.offer)
        offer.target = Text(String(repeating: "9", count: 33))
        var package = UpgradePackage()
        package.size = 1
        package.url = "https://f/2?Expires=9"
        package.md5 = "a"
        package.sha256 = "b"
        package.isDiff = true
        offer.package = package
        let trace = carriage.trace(offer)
        #expect(
            trace.judgements.map { "\($0.verdict) \($0.reason)" } == [
                "refused a difference package", "dropped an SHA-256 digest",
                "refused the target has 33 bytes, more than 32",
            ])
        #expect(
            Self.keys(trace.judgements.compactMap(\.location), source) == ["diff", "sha256", "offer.target"])
        #expect(trace.expiry?.time == 9)
        var use = DialectUse()
        use.add(trace)
        let missing = use.missing(of: device).map(\.exercise).filter { $0.sort == .loss || $0.sort == .limit }
        #expect(
            Self.keys(missing.map(\.location), source) == [
                "offer.url", "module", "signature", "stream", "files", "token", "extra-data",
            ])
        let patterns = use.missing(of: backend).filter { $0.exercise.sort == .urlExpiry }
        #expect(patterns.count == backend.urlExpiry.count - 1)
    }

    /// The keys that stand at these places of a file.
    private static func keys(_ places: [Diagnostics.SourceLocation], _ source: SourceText) -> [String] {
        places.map { place in
            let line = source.line(place.line) ?? ""
            return String(line.dropFirst(place.column - 1).prefix { $0 != ":" })
        }
    }
}
