import Dialects
package import Translation
package import Upgrades

/// Prints progress events as CloudEvents 1.0 in structured mode (JSON event format, section 3).
package struct CloudEvent: Sendable {
    package let json: [UInt8]

    /// - Parameters:
    ///   - subject: the device, as `dialect/product/device`.
    ///   - gateway: the configuration's `name`.
    ///   - dialect: that of the device.
    ///   - time: when it was heard, as `timestamp` writes it.
    ///   - version: of the dialect files that read what it tells; the extension attribute `mappingversion` (CloudEvents
    ///     1.0, Extension Context Attributes: names are lowercase letters and digits).
    package init(
        _ event: ProgressEvent, subject: String, gateway: String, dialect: String, device: Identity, backend: String,
        time: String, version: String
    ) {
        var out = Array(#"{"specversion":"1.0","type":"ota.progress.v1","source":"#.utf8)
        out.reserveCapacity(900)
        JSONWriter.append(string: "/ota-gateway/\(gateway)".utf8, to: &out)
        out += #","subject":"#.utf8
        JSONWriter.append(string: subject.utf8, to: &out)
        out += #","id":"#.utf8
        JSONWriter.append(string: "\(subject)/\(event.module)/\(event.sequence)".utf8, to: &out)
        out += #","time":""#.utf8
        out += time.utf8
        out += #"","datacontenttype":"application/json","mappingversion":""#.utf8
        out += version.utf8
        out += #"","data":"#.utf8
        out += event.json(device: device, dialect: dialect, backend: backend)
        out += "}".utf8
        json = out
    }
}

/// RFC 3339 in UTC with milliseconds.
func timestamp(_ milliseconds: Int64) -> String {
    let day: Int64 = 86_400_000
    let days = milliseconds.quotientAndRemainder(dividingBy: day)
    let (date, rest) = days.remainder < 0 ? (days.quotient - 1, days.remainder + day) : days
    // Days are counted from 1 March of year 0 in eras of 400 years, so that the leap day is the last of a year.
    let shifted = date + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(time).\(padded(rest % 1_000, 3))Z"
}
