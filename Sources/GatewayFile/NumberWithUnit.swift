/// A decimal number with a unit behind it, counted in the smallest unit: what durations and sizes have in common.
struct NumberWithUnit {
    /// In the smallest unit.
    let value: Int64

    /// Nil for anything but digits, optionally a point and digits, and one of the units; for a value that is no whole
    /// number of the smallest unit; and for one above `limit`.
    ///
    /// - Parameter units: how many of the smallest unit each one is; the empty name stands for a bare number.
    init?(_ text: String, units: KeyValuePairs<String, Int64>, limit: Int64) {
        let bytes = Array(text.utf8)
        let whole = bytes.prefix { $0.isDigit }
        var rest = bytes[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { $0.isDigit }
            guard !fraction.isEmpty else { return nil }
            rest = bytes[fraction.endIndex...]
        }
        let unit = String(decoding: rest, as: UTF8.self)
        guard let count = units.first(where: { $0.key == unit })?.value, !whole.isEmpty, fraction.count <= 9,
            let units = Int64(String(decoding: whole, as: UTF8.self))
        else { return nil }
        let (product, overflow) = units.multipliedReportingOverflow(by: count)
        guard !overflow, let part = Self.part(fraction, of: count), product <= limit - part else { return nil }
        value = product + part
    }

    /// The digits behind the point in the smallest unit; nil if that is no whole number.
    private static func part(_ fraction: ArraySlice<UInt8>, of count: Int64) -> Int64? {
        var divisor: Int64 = 1
        var digits: Int64 = 0
        for digit in fraction {
            divisor *= 10
            digits = digits * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        let (product, overflow) = digits.multipliedReportingOverflow(by: count)
        return !overflow && product.isMultiple(of: divisor) ? product / divisor : nil
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
