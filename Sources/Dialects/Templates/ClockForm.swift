/// How a generated time is written: `${_|@seconds}`.
struct ClockForm: Hashable, Sendable {
    enum Unit: String, CaseIterable, Sendable {
        /// Milliseconds since 1970.
        case time = "@time"
        /// Seconds since 1970.
        case seconds = "@seconds"
        /// `20151212T121212Z`, the basic format of ISO 8601, in UTC.
        case utc = "@utc"
        /// `2015-12-12T12:12:12Z`, the extended one.
        case iso = "@iso"
    }
    let unit: Unit
    /// A number is printed in quotes.
    let isText: Bool

    /// Appends the time as JSON.
    /// - Parameter milliseconds: since 1970.
    func print(_ milliseconds: Int64, to out: inout [UInt8]) {
        switch unit {
        case .time: append(milliseconds, to: &out)
        case .seconds: append(Self.floor(milliseconds, by: 1000), to: &out)
        case .utc: appendDate(milliseconds, separators: false, to: &out)
        case .iso: appendDate(milliseconds, separators: true, to: &out)
        }
    }

    private func append(_ number: Int64, to out: inout [UInt8]) {
        if isText {
            JSONWriter.append(string: String(number).utf8, to: &out)
        } else {
            JSONWriter.append(number, to: &out)
        }
    }

    private func appendDate(_ milliseconds: Int64, separators: Bool, to out: inout [UInt8]) {
        let seconds = Self.floor(milliseconds, by: 1000)
        let days = Self.floor(seconds, by: 86_400)
        let time = seconds - days * 86_400
        let date = Self.date(ofDay: days)
        out.append(UInt8(ascii: "\""))
        Self.append(date.year, digits: 4, to: &out)
        if separators { out.append(UInt8(ascii: "-")) }
        Self.append(date.month, digits: 2, to: &out)
        if separators { out.append(UInt8(ascii: "-")) }
        Self.append(date.day, digits: 2, to: &out)
        out.append(UInt8(ascii: "T"))
        Self.append(time / 3600, digits: 2, to: &out)
        if separators { out.append(UInt8(ascii: ":")) }
        Self.append(time / 60 % 60, digits: 2, to: &out)
        if separators { out.append(UInt8(ascii: ":")) }
        Self.append(time % 60, digits: 2, to: &out)
        out.append(UInt8(ascii: "Z"))
        out.append(UInt8(ascii: "\""))
    }

    private static func append(_ number: Int64, digits: Int, to out: inout [UInt8]) {
        let text = String(number)
        for _ in text.utf8.count..<max(digits, text.utf8.count) { out.append(UInt8(ascii: "0")) }
        out.append(contentsOf: text.utf8)
    }

    private static func floor(_ number: Int64, by divisor: Int64) -> Int64 {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }

    /// The Gregorian date of a day since 1970-01-01: years begin in March here, so that the leap day ends one.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468  // days since 0000-03-01
        let era = floor(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153  // 0 is March
        let isNextYear = month >= 10
        return (
            year: yearOfEra + era * 400 + (isNextYear ? 1 : 0), month: isNextYear ? month - 9 : month + 3,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}
