package import Foundation

/// A new folder below the system's temporary one, removed with its last reference.
package final class TemporaryFolder {
    package let url: URL
    package var path: String { url.path }

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "ota-gateway-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // Nothing is left to tell that it could not be removed; the system empties its temporary folder.
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it, which need not exist.
    package func file(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult package func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }
}

package func withTemporaryFolder<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder) }
}
