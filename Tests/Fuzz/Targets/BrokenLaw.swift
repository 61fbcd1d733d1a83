/// A law that some bytes break, in words.
package struct BrokenLaw: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// States a law: what must be true, or else these words say what was not.
package func hold(_ isTrue: Bool, _ fault: @autoclosure () -> String) throws(BrokenLaw) {
    if !isTrue { throw BrokenLaw(fault()) }
}

/// Bytes as a fault shows them.
func shown(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes.prefix(4000), as: UTF8.self) }
