import Foundation

/// One gateway at a time on one journal: an advisory lock on a file beside it, given up when the process ends, however it ends.
///
/// Not a lock of SQLite's: readers such as `ota-gateway status` look into the journal beside a running gateway.
@safe final class JournalLock {
    private let path: String
    private var descriptor: Int32 = -1

    /// - Parameter journal: the journal's own path.
    init(journal: String) { path = Self.path(of: journal) }

    deinit { release() }

    /// - Throws: `locked` while another process, or another journal of this one, has it.
    func acquire() throws(JournalError) {
        let file = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw JournalError(.open, "cannot make '\(path)'; give this user the right to write its folder")
        }
        var lock = Self.wholeFile
        guard unsafe fcntl(file, Self.setLock, &lock) == 0 else {
            close(file)
            throw JournalError(
                .locked, "another process has the journal open\(JournalError.Code.locked.advice)")
        }
        descriptor = file
    }

    /// Unlocks before it closes: a child process that is just being started has the file open, too, for a moment, and with
    /// it the lock (fcntl(2), "Open file description locks").
    func release() {
        guard descriptor >= 0 else { return }
        var lock = Self.wholeFile
        lock.l_type = Int16(F_UNLCK)
        _ = unsafe fcntl(descriptor, Self.setLock, &lock)
        close(descriptor)
        descriptor = -1
    }

    /// Whether a gateway has the journal open; asks without taking the lock, which a gateway that starts now would find taken.
    static func isHeld(journal: String) -> Bool {
        let file = unsafe open(path(of: journal), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var lock = wholeFile
        guard unsafe fcntl(file, Self.askForLock, &lock) == 0 else { return false }
        return lock.l_type != Int16(F_UNLCK)
    }

    /// `F_OFD_GETLK` and `F_OFD_SETLK` of linux/fcntl.h, which Glibc's module leaves out.
    private static let (askForLock, setLock): (Int32, Int32) = (36, 37)

    /// A lock that bears nobody else's.
    private static var wholeFile: flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    private static func path(of journal: String) -> String { journal + ".lock" }
}
