/// Writes the pieces of a device's state: whole numbers as varints of seven bits a byte, texts as length and UTF-8.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(unsigned number: UInt64) {
        if number <= 0x7F { return bytes.append(UInt8(truncatingIfNeeded: number)) }
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The sign goes into the lowest bit, so that small numbers of either sign are short.
    mutating func put(_ number: Int64) { put(unsigned: UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    mutating func put(count: Int) { put(unsigned: UInt64(count)) }

    mutating func put(_ text: Text) { put(text.string) }

    mutating func put(_ text: String) {
        // as a buffer, which is copied at once; the view would be walked over
        let bytes = text.utf8.span
        put(count: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) }
    }

    mutating func put(_ json: RawJSON) { put(json.spelling) }
}

/// Reads what `StateWriter` wrote; anything else is an error, never a crash.
struct StateReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() throws(DeviceStateError) -> UInt8 {
        guard place < bytes.count else { throw .damaged }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func unsigned() throws(DeviceStateError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw .damaged
    }

    mutating func number() throws(DeviceStateError) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A count or a time of ours: far enough from the ends that one may add to it.
    mutating func ordinal() throws(DeviceStateError) -> Int64 {
        let number = try number()
        guard number.magnitude <= 1 << 61 else { throw .damaged }
        return number
    }

    mutating func int() throws(DeviceStateError) -> Int { Int(try ordinal()) }

    /// How many entries or bytes follow; each takes one byte at least.
    mutating func count() throws(DeviceStateError) -> Int {
        guard let count = Int(exactly: try unsigned()), count <= bytes.count - place else { throw .damaged }
        return count
    }

    mutating func text() throws(DeviceStateError) -> Text { Text(try string()) }

    mutating func string() throws(DeviceStateError) -> String { String(decoding: try slice(), as: UTF8.self) }

    mutating func json() throws(DeviceStateError) -> RawJSON { RawJSON(try slice()) }

    private mutating func slice() throws(DeviceStateError) -> ArraySlice<UInt8> {
        let count = try count()
        defer { place += count }
        return bytes[place..<(place + count)]
    }
}
