internal import Upgrades

/// The value of a canonical field, as conversions see it.
enum FieldValue: Hashable, Sendable {
    case text(Text)
    case integer(Int64)
    case json(RawJSON)
    /// A word of the field's closed list.
    case word(Word)
    case failure(Failure)
}

extension CanonicalMessage {
    /// The value of a field; nil if the message does not fill it.
    func value(of field: Field) -> FieldValue? {
        switch field {
        case .product, .device, .opaque: nil
        case .version: version.map { .text($0) }
        case .receiptCode: receiptCode.map { .integer($0) }
        case .note: note.flatMap { $0.isEmpty ? nil : .text($0) }
        case .id: id.map { .json($0) }
        case .module: module.flatMap { $0.isEmpty ? nil : .text($0) }
        case .target: target.map { .text($0) }
        case .size: package?.size.map { .integer($0) }
        case .url: package?.url.map { .text($0) }
        case .md5: package?.md5.map { .text($0) }
        case .sha256: package?.sha256.map { .text($0) }
        case .diff: package?.isDiff.map { .word(.flag($0)) }
        case .signature: package?.signature.map { .text($0) }
        case .files: package?.files.map { .json($0) }
        case .stream: package?.stream.map { .integer($0) }
        case .streamFile: package?.streamFile.map { .integer($0) }
        case .transport: package?.transport.map { .word(.transport($0)) }
        case .method: package?.method.map { .text($0) }
        case .extraData: package?.extraData.map { .json($0) }
        case .token: package?.token.map { .text($0) }
        case .phase: phase.map { .word(.phase($0)) }
        case .percent: percent.map { .integer(Int64($0)) }
        case .failure: failure.map { .failure($0) }
        }
    }

    /// Fills a field with a value of its type.
    mutating func fill(_ field: Field, _ value: FieldValue) {
        switch (field, value) {
        case (.version, .text(let text)): version = text
        case (.receiptCode, .integer(let number)): receiptCode = number
        case (.note, .text(let text)): note = text
        case (.id, .json(let token)): id = token
        case (.module, .text(let text)): module = text
        case (.target, .text(let text)): target = text
        case (.percent, .integer(let number)): percent = Int(number)
        case (.phase, .word(.phase(let phase))): self.phase = phase
        case (.failure, .failure(let failure)): self.failure = failure
        default: fillPackage(field, value)
        }
    }

    /// Fills a field with a word of its list; a word that it does not have fills nothing.
    mutating func fill(_ field: Field, word spelling: String) {
        if let word = Word(spelling, of: field) { fill(field, .word(word)) }
    }

    private mutating func fillPackage(_ field: Field, _ value: FieldValue) {
        var package = self.package ?? UpgradePackage()
        defer { self.package = package }
        switch (field, value) {
        case (.size, .integer(let number)): package.size = number
        case (.url, .text(let text)): package.url = text
        case (.md5, .text(let text)): package.md5 = text
        case (.sha256, .text(let text)): package.sha256 = text
        case (.diff, .word(.flag(let flag))): package.isDiff = flag
        case (.signature, .text(let text)): package.signature = text
        case (.files, .json(let json)): package.files = json
        case (.stream, .integer(let number)): package.stream = number
        case (.streamFile, .integer(let number)): package.streamFile = number
        case (.transport, .word(.transport(let transport))): package.transport = transport
        case (.method, .text(let text)): package.method = text
        case (.extraData, .json(let json)): package.extraData = json
        case (.token, .text(let text)): package.token = text
        default: preconditionFailure("the loader lets no hole of \(field) take \(value)")
        }
    }

    /// Takes a field out of the message: it is given up on purpose.
    mutating func clear(_ field: Field) {
        switch field {
        case .diff: package?.isDiff = nil
        case .signature: package?.signature = nil
        case .sha256: package?.sha256 = nil
        case .extraData: package?.extraData = nil
        case .files: package?.files = nil
        case .stream: package?.stream = nil
        case .streamFile: package?.streamFile = nil
        case .method: package?.method = nil
        case .token: package?.token = nil
        case .module: module = nil
        default: break
        }
    }

    /// The fields that the message fills; the identity always is.
    var filled: FieldSet {
        var set = FieldSet.identity
        func mark(_ isFilled: Bool, _ field: Field) { if isFilled { set.insert(FieldSet(field)) } }
        mark(version != nil, .version)
        mark(receiptCode != nil, .receiptCode)
        mark(note?.isEmpty == false, .note)
        mark(id != nil, .id)
        mark(module?.isEmpty == false, .module)
        mark(target != nil, .target)
        mark(phase != nil, .phase)
        mark(percent != nil, .percent)
        mark(failure != nil, .failure)
        guard let package else { return set }
        mark(package.size != nil, .size)
        mark(package.url != nil, .url)
        mark(package.md5 != nil, .md5)
        mark(package.sha256 != nil, .sha256)
        mark(package.isDiff != nil, .diff)
        mark(package.signature != nil, .signature)
        mark(package.files != nil, .files)
        mark(package.stream != nil, .stream)
        mark(package.streamFile != nil, .streamFile)
        mark(package.transport != nil, .transport)
        mark(package.method != nil, .method)
        mark(package.extraData != nil, .extraData)
        mark(package.token != nil, .token)
        return set
    }
}
