/// A message as it stands on the wire, with what a test needs to know of it.
struct Wire {
    var topic: String
    var payload: String
    var qos = 1
    /// The members that an event shows as `native`, for progress (rule B13).
    var native: String?

    /// The same message with members put in at the end of the payload.
    func adding(_ members: String) -> Wire {
        var wire = self
        wire.payload = "\(payload.dropLast()),\(members)}"
        return wire
    }

    /// The same message with another spelling of a part of it, in the event too.
    func replacing(_ part: String, with other: String) -> Wire {
        var wire = self
        wire.payload = payload.replacing(part, with: other)
        wire.native = native?.replacing(part, with: other)
        return wire
    }

    /// The same message of another device.
    func of(_ device: String) -> Wire {
        var wire = self
        wire.topic = topic.replacing("/dev1", with: "/\(device)")
        return wire
    }
}

/// What the tests' usual offers say of their package.
enum Sample {
    static let md5 = "36eb5951179db14a631463a37a9322a2"
    static let sha256 = "8405a798623c6634bdf0d9bd19d38d97c84b16ba3b31d7cbaee08bff243424b7"
    static let url = "https://files.example/fw.bin"
    static let size = 708_482
}
