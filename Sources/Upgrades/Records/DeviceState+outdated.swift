extension DeviceState {
    /// Why a message that was heard at that time, and is taken only now, would turn the record back; nil if it would not.
    ///
    /// Late progress needs no such judgement: the lattice of rule B5 swallows it.
    ///
    /// - Parameters:
    ///   - module: of the record that the message is about.
    ///   - heard: milliseconds since 1970.
    package func outdated(_ kind: MessageKind, ofModule module: Text, heard: Int64) -> String? {
        guard let record = records.first(where: { $0.module == module }) else { return nil }
        switch kind {
        case .versionReport:
            guard let reported = record.reportedAt, reported > heard else { return nil }
            return "the device has reported \(record.current?.string ?? "another version") since"
        case .offer:
            guard let offered = record.offeredAt, offered > heard else { return nil }
            return "the backend has sent another offer since"
        case .progress, .versionReceipt, .versionQuery, .query, .queryReply: return nil
        }
    }
}
