import Gateway
import GatewayFile
import Journal
import Migration

/// The migrations of a journal, read beside the gateway.
struct MigrationDesk {
    let journal: JournalReader
    let book: MigrationBook
    private let plan: RoutingPlan

    init(_ configuration: GatewayConfiguration, _ plan: RoutingPlan?) throws {
        journal = try JournalReader.open(configuration)
        guard let plan else { throw ExitStatus.unusable }
        self.plan = plan
        do { book = try MigrationBook(try journal.migrations()) } catch {
            Streams.complain("error: \(error)\n")
            throw ExitStatus.unusable
        }
    }

    func view(of name: String) throws -> MigrationView {
        guard let migration = book[name] else {
            Streams.complain("error: \(book.missing(name))\n")
            throw ExitStatus.findings
        }
        return try MigrationArguments.refusable {
            try MigrationView(migration, of: book, in: journal, plan: plan)
        }
    }
}
