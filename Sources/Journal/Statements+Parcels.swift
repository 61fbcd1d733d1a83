extension Statements {
    /// The parcels of a link with what each holds, in order; those only whose rows are asked for, where some are.
    func parcels(
        of link: Ledger.Link, rows wanted: [Int64]? = nil
    ) throws(JournalError) -> [(row: Int64, messages: [OutboxRow])] {
        var (found, damaged): ([(Int64, [OutboxRow])], Int64?) = ([], nil)
        for range in wanted.map({ $0.map { $0...$0 } }) ?? [link.sequences] {
            parcels.bind(1, range.lowerBound)
            parcels.bind(2, range.upperBound)
            try parcels.each { row in
                guard let messages = OutboxRow.decode(row.bytes(1), link: link.name) else {
                    damaged = row.integer(0)
                    return false
                }
                found.append((row.integer(0), messages))
                return true
            }
        }
        if let damaged {
            throw JournalError(
                .corrupt, "the messages of the journal's parcel \(damaged) are damaged; restore a copy of the journal")
        }
        return found
    }

    /// What is left of the parcels of a link behind a message, in order.
    func parcelled(_ link: Ledger.Link, after sequence: Int64) throws(JournalError) -> [OutboxRow] {
        let wanted = link.parcels.filter { $0.left.last.map { $0.sequence > sequence } ?? false }
        if wanted.isEmpty { return [] }
        var left: Set<Int64> = []
        for parcel in wanted { left.formUnion(parcel.left.lazy.map(\.sequence).filter { $0 > sequence }) }
        return try parcels(of: link, rows: wanted.map(\.row)).flatMap(\.messages).filter { left.contains($0.sequence) }
    }
}
