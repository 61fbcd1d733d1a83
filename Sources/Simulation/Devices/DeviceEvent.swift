/// What happens to a simulated device.
package enum DeviceEvent: Sendable, Hashable {
    /// CONNACK arrived.
    case connected
    /// SUBACK arrived, with the QoS granted for each filter in the order asked (128 is a refusal, MQTT 3.1.1 section 3.9.3).
    case subscribed(granted: [Int])
    /// The MQTT connection is gone, by whosever doing.
    case disconnected
    case message(topic: String, payload: [UInt8])
    /// The HTTP server answered 200 or 206.
    case downloadStarted
    /// The flash now holds this many bytes.
    case stored(Int)
    /// All bytes are stored; the lower-case hexadecimal digest of the flash.
    case downloaded(digest: String)
    case downloadFailed(DownloadFailure)
    /// The time asked for with `.wake` has come.
    case woken
}
