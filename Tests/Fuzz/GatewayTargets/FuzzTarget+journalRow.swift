import FuzzTargets
import Journal

extension FuzzTarget {
    /// Stored bytes of the journal; the first tells which: a link's standing, entries of the trail, or a parcel's
    /// messages.
    ///
    /// What decodes is encoded again to what decodes to the same.
    static let journalRow = FuzzTarget(name: "journal-row", longest: 2048) { bytes in
        let row = Array(bytes.dropFirst())
        switch bytes.first {
        case UInt8(ascii: "s"):
            guard let standing = LinkStanding(encoded: row) else { return }
            try hold(LinkStanding(encoded: standing.encoded()) == standing, "\(standing) is stored as another")
        case UInt8(ascii: "t"):
            let entries = TrailEntry.decode(row)
            var stored: [UInt8] = []
            for entry in entries { entry.encode(to: &stored) }
            try hold(TrailEntry.decode(stored) == entries, "\(entries) are stored as \(TrailEntry.decode(stored))")
        case UInt8(ascii: "p"):
            guard let rows = OutboxRow.decode(row, link: "cloud") else { return }
            var stored: [UInt8] = []
            for row in rows { row.encode(to: &stored) }
            try hold(OutboxRow.decode(stored, link: "cloud") == rows, "\(rows) are stored as another parcel")
        default: break
        }
    }
}
