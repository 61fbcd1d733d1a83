import Foundation
import Journal

/// A journal in a folder of its own, both gone with the last reference.
final class TemporaryJournal {
    let value: Journal
    private let folder: URL
    /// As commands read it.
    func reader() throws -> JournalReader { try JournalReader(path: path) }
    private var path: String { folder.appending(path: "gateway.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ota-gateway-test-\(UUID().uuidString)")
        value = try Journal(path: folder.appending(path: "gateway.sqlite").path)
    }

    deinit {
        do {
            try value.close()
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("left behind: \(folder.path)")
        }
    }
}
