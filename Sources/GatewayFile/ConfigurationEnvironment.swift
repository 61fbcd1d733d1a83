import FoundationEssentials

/// What a configuration file may refer to outside itself: files and environment variables.
package protocol ConfigurationEnvironment: Sendable {
    /// Nil when the variable is not set.
    func variable(_ name: String) -> String?
    /// Nil when there is no such file or it cannot be read.
    func contents(ofFile path: String) -> [UInt8]?
    /// Whether every user of the machine may read the file.
    func isReadableByAll(_ path: String) -> Bool
}

/// The machine the process runs on.
package struct HostEnvironment: ConfigurationEnvironment {
    package init() {}

    package func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    package func contents(ofFile path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }

    package func isReadableByAll(_ path: String) -> Bool {
        // A file that vanished meanwhile is reported by whoever reads it.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = attributes?[.posixPermissions] as? Int ?? 0
        return mode & 0o004 != 0
    }
}
