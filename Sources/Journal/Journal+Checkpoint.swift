import GRDB

extension Journal {
    /// Copies the log into the database, for a moment when nothing else is to be done.
    ///
    /// Otherwise it is done when the log has grown large (`LogCopier`).
    package func checkpoint() throws(JournalError) {
        _ = try open()
        try connection.access { database throws(JournalError) in
            do {
                _ = try database.checkpoint(.passive)
            } catch {
                throw JournalError(error, doing: "copy the log into the journal")
            }
        }
    }
}
