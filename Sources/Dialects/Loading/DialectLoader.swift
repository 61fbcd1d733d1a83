package import Diagnostics
internal import Upgrades
package import YAMLSource

/// Compiles a dialect file; whatever is wrong with it becomes a finding, all of them at once.
///
/// A dialect that comes out of it cannot fail by its own fault later: what a template prints it reads, each form is
/// reached, and no field of an offer is lost that the file does not name.
package struct DialectLoader {
    let file: String
    var findings = Findings()
    var tables: [String: Table] = [:]
    /// The shared pieces: `${=name}` stands for any of their variants.
    var parts: [String: [PartVariant]] = [:]
    /// Tables and parts that a payload names.
    var used: Set<String> = []
    /// Tables with a row that could not be read; what they print is not known.
    var findingTables: Set<String> = []
    /// Conversions that holes name and nothing makes, with the places.
    var unknownConversions: [String: [SourceLocation]] = [:]
    /// The tables or parts as a whole could not be read: that names are not among them is no finding of its own.
    var hasUnknownTables = false
    var hasUnknownParts = false
    /// Parts with a variant that could not be read.
    var brokenParts: Set<String> = []
    /// Kinds of which a form could not be compiled; what they lack is not known.
    var incomplete: Set<MessageKind> = []

    /// The product of every device, where the topics name none.
    var product: Text?
    /// An `is:` could not be read, so that it is not known which form prints what.
    var hasBadClaims = false

    private init(file: String) { self.file = file }

    /// Reads and compiles a file.
    ///
    /// - Returns: the dialect, nil if a finding keeps it from being used; warnings do not.
    package static func load(_ source: SourceText, into findings: inout Findings) -> Dialect? {
        var found = Findings()
        let dialect = YAMLReader.read(source, into: &found).flatMap { load($0, file: source.name, into: &found) }
        findings.report(found)
        return found.hasErrors ? nil : dialect
    }

    /// The same for a tree that has been read already.
    package static func load(_ root: YAMLNode, file: String, into findings: inout Findings) -> Dialect? {
        var loader = DialectLoader(file: file)
        let dialect = loader.load(root)
        findings.report(loader.findings)
        return loader.findings.hasErrors ? nil : dialect
    }

    private mutating func load(_ root: YAMLNode) -> Dialect? {
        guard var fields = YAMLFields(root, what: "the dialect file", file: file, into: &findings) else { return nil }
        let name = fields.requireText("dialect", into: &findings)
        if let name { check(name: name.0, at: name.1) }
        product = fields.take("product").flatMap { loadProduct($0) }
        let behaviour = fields.take("behaviour").map { loadBehaviour($0) } ?? LoadedBehaviour()
        let conversions = fields.take("conversions")?.mapping ?? loadWrongTables(&fields)
        hasUnknownTables = hasUnknownTables || fields.holdsMisspelt("conversions")
        for member in conversions { loadTable(member) }
        let limits = fields.take("limits").map { loadLimits($0) } ?? []
        let lacks = fields.take("lacks")
        let losses = lacks.map { loadLosses($0) } ?? [:]
        let patterns = fields.takeItems("url-expiry").compactMap { loadPattern($0) }
        let parts = fields.take("parts")
        if let parts { loadParts(parts) }
        hasUnknownParts = parts.map { $0.mapping == nil } ?? fields.holdsMisspelt("parts")
        let hasUnknownLosses = lacks.map { $0.mapping == nil } ?? fields.holdsMisspelt("lacks")
        let messages = fields.require("messages")
        let variants = messages.map { loadMessages($0) } ?? []
        let ignored = fields.takeItems("ignored").compactMap { loadIgnored($0) }
        fields.finish(into: &findings)
        guard let messages else { return nil }
        // without a name there is a finding, and the rest is looked at all the same
        let dialect = Dialect(
            name: name?.0 ?? "", file: file, behaviour: behaviour.behaviour, variants: variants.map(\.variant),
            limits: limits, losses: losses, urlExpiry: patterns, product: product, ignored: ignored)
        checkKinds(of: variants, in: messages, behaviour)
        let offer = messages.mapping?.first { $0.key == MessageKind.offer.rawValue }
        if !hasUnknownLosses {
            checkLosses(
                of: dialect, stated: lacks?.mapping?.map(\.key) ?? [], at: offer?.keyLocation ?? messages.location)
        }
        checkReach(of: variants)
        checkPhases(of: variants)
        reportUnknownConversions(tables: conversions)
        if isSound {
            checkReadBack(of: dialect)
            checkOneWay(of: dialect)
            checkPlaces(of: dialect)
            checkLimits(of: dialect)
            checkMembers(of: dialect)
            checkLiterals(of: dialect)
        }
        reportUnused(conversions, what: "table", mark: ":")
        reportUnused(parts?.mapping ?? [], what: "part", mark: "=")
        return dialect
    }

    /// Configurations name devices as `dialect/product/device`.
    private mutating func check(name: String, at location: SourceLocation) {
        if name.isEmpty { return report(.badName, "a dialect needs a name", at: location, length: 2) }
        guard let wrong = name.first(where: { $0.isWhitespace || "/+#*".contains($0) }) else { return }
        report(
            .badName, "\(quoted(String(wrong))) cannot stand in the name of a dialect", at: location,
            length: name.unicodeScalars.count, suggestion: "write one word, as 'acme' or 'acme-v2'")
    }

    /// Whether all forms are what their author meant, so that what follows from them can be said.
    private var isSound: Bool {
        let apart: Set<FindingCode> = [
            .badName, .badNumber, .badPattern, .unneededLoss, .unprintable, .unstatedLoss, .unused,
        ]
        return incomplete.isEmpty && !hasBadClaims
            && findings.all.allSatisfy { $0.severity == .warning || apart.contains($0.code) }
    }

    mutating func report(
        _ code: FindingCode, _ message: String, at location: SourceLocation, length: Int = 1, suggestion: String? = nil,
        notes: [Finding.Note] = []
    ) {
        findings.report(
            Finding(code, message, in: file, at: location, length: length, suggestion: suggestion, notes: notes))
    }

    /// Reports something about a key.
    mutating func report(_ code: FindingCode, _ message: String, at member: YAMLMember, suggestion: String? = nil) {
        report(
            code, message, at: member.keyLocation, length: member.key.unicodeScalars.count, suggestion: suggestion)
    }

    /// Reports a list or mapping that holds nothing.
    mutating func reportEmpty(_ what: String, at location: SourceLocation, suggestion: String) {
        report(.emptyList, "\(what) is empty", at: location, suggestion: suggestion)
    }

    private mutating func reportUnused(_ members: [YAMLMember], what: String, mark: String) {
        for member in members
        where !used.contains(mark + member.key) && incomplete.isEmpty && !Self.builtIn.contains(member.key) {
            findings.report(
                Finding(
                    .unused, "no payload names the \(what) \(quoted(member.key))", in: file, at: member.keyLocation,
                    length: member.key.unicodeScalars.count, severity: .warning, suggestion: "remove it"))
        }
    }
}
