/// Words as they are stored, by their places: new ones go to the end, none is ever moved or removed.
enum StoredWords {
    static let phases: [Phase] = [
        .offered, .downloading, .downloaded, .installing, .installed, .succeeded, .failed, .timedOut, .refused,
        .superseded,
    ]
    static let failures: [FailureClass] = [
        .upgrade, .download, .downloadTimeout, .downloadNotFound, .downloadDenied, .integrity, .install, .refused,
        .timedOut,
    ]
    static let kinds: [MessageKind] = [
        .versionReport, .versionReceipt, .offer, .progress, .query, .queryReply, .versionQuery,
    ]
    static let transports: [UpgradePackage.Transport] = [.http, .stream]
}

extension StateWriter {
    mutating func put<Word: Equatable>(_ table: [Word], _ word: Word) {
        guard let place = table.firstIndex(of: word) else {
            preconditionFailure("'\(word)' has no place among the stored words")
        }
        put(UInt8(place))
    }

    /// The members in the order of their declaration; the bits before them follow the same order.
    mutating func put(_ message: CanonicalMessage) {
        put(StoredWords.kinds, message.kind)
        var flags: UInt64 = 0
        if message.version != nil { flags |= 1 }
        if message.receiptCode != nil { flags |= 1 << 1 }
        if message.note != nil { flags |= 1 << 2 }
        if message.id != nil { flags |= 1 << 3 }
        if message.module != nil { flags |= 1 << 4 }
        if message.target != nil { flags |= 1 << 5 }
        if message.package != nil { flags |= 1 << 6 }
        if message.phase != nil { flags |= 1 << 7 }
        if message.percent != nil { flags |= 1 << 8 }
        if message.failure != nil { flags |= 1 << 9 }
        if message.asking != nil { flags |= 1 << 10 }
        if message.native != nil { flags |= 1 << 11 }
        if !message.kept.isEmpty { flags |= 1 << 12 }
        put(unsigned: flags)
        if let version = message.version { put(version) }
        if let code = message.receiptCode { put(code) }
        if let note = message.note { put(note) }
        if let id = message.id { put(id) }
        if let module = message.module { put(module) }
        if let target = message.target { put(target) }
        if let package = message.package { put(package) }
        if let phase = message.phase { put(StoredWords.phases, phase) }
        if let percent = message.percent { put(Int64(percent)) }
        if let failure = message.failure { put(failure) }
        put(count: message.extras.count)
        for extra in message.extras {
            put(extra.object)
            put(extra.name)
            put(extra.value)
        }
        put(count: message.literals.count)
        for literal in message.literals { put(literal) }
        if let asking = message.asking { put(asking) }
        if let native = message.native { put(native) }
        if message.kept.isEmpty { return }
        put(count: message.kept.count)
        for member in message.kept {
            put(member.pointer)
            put(member.value)
        }
    }

    private mutating func put(_ failure: Failure) {
        put(StoredWords.failures, failure.kind)
        put(UInt8(failure.code == nil ? 0 : 1) | UInt8(failure.code?.isListed == true ? 2 : 0))
        guard let code = failure.code else { return }
        put(code.key)
        put(code.value)
        put(code.token)
    }

    private mutating func put(_ package: UpgradePackage) {
        var flags: UInt64 = 0
        if package.size != nil { flags |= 1 }
        if package.url != nil { flags |= 1 << 1 }
        if package.md5 != nil { flags |= 1 << 2 }
        if package.sha256 != nil { flags |= 1 << 3 }
        if package.isDiff != nil { flags |= 1 << 4 }
        if package.isDiff == true { flags |= 1 << 5 }
        if package.signature != nil { flags |= 1 << 6 }
        if package.files != nil { flags |= 1 << 7 }
        if package.stream != nil { flags |= 1 << 8 }
        if package.streamFile != nil { flags |= 1 << 9 }
        if package.transport != nil { flags |= 1 << 10 }
        if package.method != nil { flags |= 1 << 11 }
        if package.extraData != nil { flags |= 1 << 12 }
        if package.token != nil { flags |= 1 << 13 }
        put(unsigned: flags)
        if let size = package.size { put(size) }
        if let url = package.url { put(url) }
        if let md5 = package.md5 { put(md5) }
        if let sha256 = package.sha256 { put(sha256) }
        if let signature = package.signature { put(signature) }
        if let files = package.files { put(files) }
        if let stream = package.stream { put(stream) }
        if let streamFile = package.streamFile { put(streamFile) }
        if let transport = package.transport { put(StoredWords.transports, transport) }
        if let method = package.method { put(method) }
        if let extraData = package.extraData { put(extraData) }
        if let token = package.token { put(token) }
    }
}

extension StateReader {
    mutating func word<Word>(_ table: [Word]) throws(DeviceStateError) -> Word {
        let place = Int(try byte())
        guard table.indices.contains(place) else { throw .damaged }
        return table[place]
    }

    mutating func message() throws(DeviceStateError) -> CanonicalMessage {
        var message = CanonicalMessage(try word(StoredWords.kinds))
        let flags = try unsigned()
        if flags & 1 != 0 { message.version = try text() }
        if flags & 1 << 1 != 0 { message.receiptCode = try number() }
        if flags & 1 << 2 != 0 { message.note = try text() }
        if flags & 1 << 3 != 0 { message.id = try json() }
        if flags & 1 << 4 != 0 { message.module = try text() }
        if flags & 1 << 5 != 0 { message.target = try text() }
        if flags & 1 << 6 != 0 { message.package = try package() }
        if flags & 1 << 7 != 0 { message.phase = try word(StoredWords.phases) }
        if flags & 1 << 8 != 0 { message.percent = try int() }
        if flags & 1 << 9 != 0 { message.failure = try failure() }
        var extras: [Extra] = []
        for _ in 0..<(try count()) {
            extras.append(Extra(object: try string(), name: try text(), value: try json()))
        }
        message.extras = extras
        var literals: [String] = []
        for _ in 0..<(try count()) { literals.append(try string()) }
        message.literals = literals
        if flags & 1 << 10 != 0 { message.asking = try string() }
        if flags & 1 << 11 != 0 { message.native = try json() }
        guard flags & 1 << 12 != 0 else { return message }
        var kept: [KeptMember] = []
        for _ in 0..<(try count()) { kept.append(KeptMember(pointer: try string(), value: try json())) }
        message.kept = kept
        return message
    }

    private mutating func failure() throws(DeviceStateError) -> Failure {
        let kind = try word(StoredWords.failures)
        let flags = try byte()
        guard flags & 1 != 0 else { return Failure(kind) }
        return Failure(
            kind,
            code: NativeCode(
                key: try text(), value: try text(), token: try json(), isListed: flags & 2 != 0))
    }

    private mutating func package() throws(DeviceStateError) -> UpgradePackage {
        var package = UpgradePackage()
        let flags = try unsigned()
        if flags & 1 != 0 { package.size = try number() }
        if flags & 1 << 1 != 0 { package.url = try text() }
        if flags & 1 << 2 != 0 { package.md5 = try text() }
        if flags & 1 << 3 != 0 { package.sha256 = try text() }
        if flags & 1 << 4 != 0 { package.isDiff = flags & 1 << 5 != 0 }
        if flags & 1 << 6 != 0 { package.signature = try text() }
        if flags & 1 << 7 != 0 { package.files = try json() }
        if flags & 1 << 8 != 0 { package.stream = try number() }
        if flags & 1 << 9 != 0 { package.streamFile = try number() }
        if flags & 1 << 10 != 0 { package.transport = try word(StoredWords.transports) }
        if flags & 1 << 11 != 0 { package.method = try text() }
        if flags & 1 << 12 != 0 { package.extraData = try json() }
        if flags & 1 << 13 != 0 { package.token = try text() }
        return package
    }
}
