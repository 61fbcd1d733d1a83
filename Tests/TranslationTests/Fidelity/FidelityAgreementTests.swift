import Dialects
import Testing
import Upgrades

/// The matrix is worked out from the templates; here every cell of the shipped dialects is held to what a route does.
struct FidelityAgreementTests {
    struct Cell: CustomTestStringConvertible {
        let from: Vendor
        let to: Vendor
        let row: FidelityMatrix.Row
        var testDescription: String { "\(from) -> \(to): \(row.kind.rawValue) \(row.subject.rawValue) \(row.name)" }
        var expected: String { row.verdict.rawValue + (row.onto.map { " \($0)" } ?? "") }
    }

    static let cells: [Cell] = Sides.all.flatMap { sides -> [Cell] in
        guard let from = try? sides.device.dialect(), let to = try? sides.backend.dialect() else { return [] }
        return FidelityMatrix(from: from, to: to).rows.map { Cell(from: sides.device, to: sides.backend, row: $0) }
    }

    @Test func `there are cells of all pairs`() { #expect(Self.cells.count > 120) }

    @Test(arguments: cells) func `a route does what the matrix says`(cell: Cell) throws {
        let seen: String? =
            switch cell.row.kind {
            case .versionReport: try Probe.versionReport(cell.row, cell.from, cell.to)
            case .versionReceipt: try Probe.receipt(cell.row, cell.from, cell.to)
            case .offer: try Probe.offer(cell.row, cell.from, cell.to)
            case .progress: try Probe.progress(cell.row, cell.from, cell.to)
            case .query: try Probe.query(cell.row, cell.from, cell.to)
            case .queryReply: try Probe.reply(cell.row, cell.from, cell.to)
            case .versionQuery: nil  // neither of these two clouds asks
            }
        #expect(seen == cell.expected)
    }
}
