import Crypto

/// A firmware image made up from a seed: the same seed and size give the same bytes everywhere.
package struct SimulatedPackage: Sendable {
    /// The last part of its URL's path.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, size: Int, seed: UInt64) {
        self.name = name
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 8)
        var state = seed
        while bytes.count < size {
            // SplitMix64: small, and the same on every machine.
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            word ^= word >> 31
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        self.bytes = Array(bytes.prefix(size))
    }

    /// What a backend says about it.
    ///
    /// - Parameter server: the address of the package server, without a slash at its end.
    package func offered(as version: String, from server: String) -> OfferedPackage {
        OfferedPackage(
            version: version, size: bytes.count, md5: Insecure.MD5.hash(data: bytes).hexadecimal,
            sha256: SHA256.hash(data: bytes).hexadecimal, url: "\(server)/packages/\(name)")
    }
}
