import Crypto
package import Diagnostics

/// Names what some files hold: equal for the same names and bytes in the same order, and only for them.
///
/// The first 12 hexadecimal digits of SHA-256; for each file its name without folders, its size in decimal, each ended by a
/// zero byte, then its bytes. So a folder has one version wherever it lies, and a changed comment makes another one.
package struct ContentVersion: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(of files: [SourceText]) {
        var hash = SHA256()
        for file in files {
            let name = file.name.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
            hash.update(data: name + [0] + Array("\(file.bytes.count)".utf8) + [0])
            hash.update(data: file.bytes)
        }
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.finalize().prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        description = String(decoding: text, as: UTF8.self)
    }
}
