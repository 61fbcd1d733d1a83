import Upgrades

extension SetAsideCode {
    /// Why the message could not be translated, in half a line.
    var meaning: String {
        switch self {
        case .input: "the line of input is no message"
        case .unknownTopic: "its topic belongs to no message of the dialect, or to no device"
        case .tooLarge: "its payload has more than 256 KiB"
        case .notJSON: "its payload is no JSON"
        case .tooDeep: "its payload has more than 64 objects and lists inside one another"
        case .invalidUTF8: "a text in its payload is not UTF-8"
        case .unknownShape: "no form in the dialect file fits its payload"
        case .unknownValue: "a form fits its payload, but not what stands in one of the holes"
        case .conflictingValues: "one field stands in it twice, with different values"
        case .noTarget: "it names no target, nobody knows one, and the other side must be told"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .input:
            "Only 'translate' says so. A line is one JSON object with a topic and either payload or payload64, or with at alone."
        case .unknownTopic:
            "Compare the topic with the topics of the dialect file, level by level: a hole is exactly one level that is not "
                + "empty. With 'translate', look whether --devices and --backend are the right way round, and whether the name is "
                + "another device's identity on that side. In 'run', look whether a fleet has the device."
        case .tooLarge:
            "No vendor's OTA message is so large. Look what sends it; packages themselves never pass through here."
        case .notJSON:
            "Look at the payload as it came. Trailing commas, a byte-order mark, a NUL at the end and text behind the JSON are "
                + "repaired, nothing else is. A device that writes numbers or texts without closing them must be mended."
        case .tooDeep:
            "No vendor's OTA message is so deep. Look what sends it."
        case .invalidUTF8:
            "Mostly a device cuts a text in the middle of a character, or writes in its country's older encoding. The reason says "
                + "where."
        case .unknownShape:
            "Compare the payload with the forms of its message in the dialect file. A member that is missing there makes a form "
                + "unfit, unless its name ends in '?' or its hole has a bar; so does a literal that is not equal, and an object or "
                + "true where a hole wants text. More members than the form names do no harm. If devices really write so, add a "
                + "form with only: read. An error notice of a backend has this code on purpose."
        case .unknownValue:
            "The reason names the value. If it is a code, add a row to its table; a row { read: \"*\" } takes all others. If it is a "
                + "number that cannot be read, or an empty version, the sender is at fault."
        case .conflictingValues:
            "Two holes of the form name the same field, as sign and md5 do, and they disagree. The package could be the wrong one, so "
                + "nothing is passed on. The sender is at fault, or the two members do not mean the same."
        case .noTarget:
            "The gateway heard of this upgrade for the first time, by a report without a target, and the backend's form has "
                + "${target} without a bar. The next offer mends it."
        }
    }
}
