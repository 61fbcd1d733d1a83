import GatewayFile
import Glibc

/// How a gateway's files look from outside: which there are, and for each its size, its times and its place on the disk.
///
/// Two looks differ where something was written, replaced, added or removed, and cost no reading. Links are followed: a
/// folder may be swapped by a link (`stat(2)`).
struct FileLook: Hashable, Sendable {
    private struct Stamp: Hashable, Sendable {
        let path: String
        let device: UInt64
        let inode: UInt64
        let size: Int64
        /// Seconds and nanoseconds of the last write and of the last change of anything; a copy may keep the first.
        let times: [Int]
    }
    private let stamps: [Stamp]

    /// - Parameters:
    ///   - configuration: the configuration file.
    ///   - mappings: the folder of the dialect files; nil while it is not known.
    init(configuration: String, mappings: String?) {
        var paths = [configuration]
        if let mappings { paths += DialectFolder.files(in: mappings) }
        stamps = paths.compactMap(Self.stamp)
    }

    /// Nil for what is not there.
    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        let (written, changed) = (status.st_mtim, status.st_ctim)
        return Stamp(
            path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            times: [written.tv_sec, written.tv_nsec, changed.tv_sec, changed.tv_nsec])
    }
}
