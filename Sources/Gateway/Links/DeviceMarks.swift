import Journal

/// A set of devices in constant space that never forgets one, and may take others for members.
///
/// One bit for each device, found by its hash: with 400,000 devices marked one of ten others looks marked too.
struct DeviceMarks: Sendable {
    private static let bits = 1 << 22
    /// Empty until the first mark: a link without backlog needs none.
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    func contains(_ device: DeviceKey) -> Bool {
        guard !words.isEmpty else { return false }
        let (word, bit) = Self.place(of: device)
        return words[word] & bit != 0
    }

    mutating func insert(_ device: DeviceKey) {
        if words.isEmpty { words = Array(repeating: 0, count: Self.bits / 64) }
        let (word, bit) = Self.place(of: device)
        words[word] |= bit
    }

    mutating func removeAll() { words = [] }

    private static func place(of device: DeviceKey) -> (word: Int, bit: UInt64) {
        let place = device.hashValue & (bits - 1)
        return (place / 64, 1 << UInt64(place % 64))
    }
}
