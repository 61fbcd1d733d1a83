/// The stored form: what the keeper wants to know besides, then the members in the order of their declaration.
///
/// Law: `ProgressEvent.decode(event.encoded(with: labels)) == (labels, event)`.
extension ProgressEvent {
    private static let codingVersion: UInt8 = 1

    package func encoded(with labels: [String]) -> [UInt8] {
        var out = StateWriter(capacity: 256)
        out.put(Self.codingVersion)
        out.put(count: labels.count)
        for label in labels { out.put(label) }
        var flags: UInt8 = isSynthetic ? 1 : 0
        if from != nil { flags |= 2 }
        if target != nil { flags |= 4 }
        if percent != nil { flags |= 8 }
        if failure != nil { flags |= 16 }
        if native != nil { flags |= 32 }
        out.put(flags)
        out.put(module)
        if let from { out.put(from) }
        if let target { out.put(target) }
        out.put(Int64(attempt))
        out.put(StoredWords.phases, phase)
        if let percent { out.put(Int64(percent)) }
        if let failure {
            out.put(StoredWords.failures, failure.kind)
            out.put(failure.note)
        }
        if let native { out.put(native) }
        out.put(count: dropped.count)
        for name in dropped { out.put(name) }
        out.put(sequence)
        return out.bytes
    }

    package static func decode(
        _ bytes: [UInt8]
    ) throws(DeviceStateError) -> (labels: [String], event: ProgressEvent) {
        var source = StateReader(bytes)
        let version = try source.byte()
        guard version == codingVersion else { throw .unknownVersion(version) }
        var labels: [String] = []
        for _ in 0..<(try source.count()) { labels.append(try source.string()) }
        let event = try source.event()
        guard source.isAtEnd else { throw .damaged }
        return (labels, event)
    }
}

extension StateReader {
    fileprivate mutating func event() throws(DeviceStateError) -> ProgressEvent {
        let flags = try byte()
        let module = try text()
        let from = flags & 2 == 0 ? nil : try text()
        let target = flags & 4 == 0 ? nil : try text()
        // kept to be printed only, so that the ends of 64 bits do no harm
        let attempt = Int(try number())
        let phase = try word(StoredWords.phases)
        let percent = flags & 8 == 0 ? nil : Int(try number())
        let failure =
            flags & 16 == 0 ? nil : ProgressEvent.Failure(try word(StoredWords.failures), note: try text())
        let native = flags & 32 == 0 ? nil : try json()
        var dropped: [Text] = []
        for _ in 0..<(try count()) { dropped.append(try text()) }
        return ProgressEvent(
            module: module, from: from, target: target, attempt: attempt, phase: phase, percent: percent,
            failure: failure, native: native, dropped: dropped, isSynthetic: flags & 1 != 0, sequence: try number())
    }
}
