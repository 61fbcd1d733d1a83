import Crypto

/// The memory into which a simulated device downloads; its digest is taken as the bytes come.
struct Flash {
    private enum Hasher {
        case md5(Insecure.MD5)
        case sha256(SHA256)
    }

    private(set) var bytes: [UInt8] = []
    private var hasher = Hasher.md5(Insecure.MD5())
    private var corruptsNext = false

    /// Keeps the first `offset` bytes, and takes their digest anew as the SDKs do.
    mutating func begin(at offset: Int, digest: DigestKind, corrupts: Bool) {
        bytes.removeLast(max(0, bytes.count - offset))
        corruptsNext = corrupts
        switch digest {
        case .md5: hasher = .md5(Insecure.MD5())
        case .sha256: hasher = .sha256(SHA256())
        }
        hash(bytes[...])
    }

    mutating func append(_ piece: ArraySlice<UInt8>) {
        var piece = piece
        if corruptsNext, let first = piece.first {
            piece[piece.startIndex] = first ^ 1
            corruptsNext = false
        }
        bytes += piece
        hash(piece)
    }

    /// Lower-case hexadecimal.
    var digest: String {
        switch hasher {
        case .md5(let hasher): hasher.finalize().hexadecimal
        case .sha256(let hasher): hasher.finalize().hexadecimal
        }
    }

    mutating func erase() { bytes = [] }

    private mutating func hash(_ piece: ArraySlice<UInt8>) {
        switch hasher {
        case .md5(var state):
            state.update(data: piece)
            hasher = .md5(state)
        case .sha256(var state):
            state.update(data: piece)
            hasher = .sha256(state)
        }
    }
}
