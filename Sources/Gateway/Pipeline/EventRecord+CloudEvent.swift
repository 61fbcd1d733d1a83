package import Journal
import Translation
import Upgrades

/// Events are kept in few bytes and printed when somebody asks for them: most are never looked at.
extension EventRecord {
    init(
        _ event: ProgressEvent, of device: DeviceKey, gateway: String, backend: String, version: String, at time: Int64
    ) {
        self.init(device: device, time: time, content: event.encoded(with: [gateway, backend, version]))
    }

    /// The event as it was published, or would have been; nil for one that cannot be read.
    package var cloudEvent: [UInt8]? {
        // Rows of older programs hold it as it is.
        if content.first == UInt8(ascii: "{") { return content }
        guard let stored = try? ProgressEvent.decode(content), stored.labels.count == 3,
            let name = device.parts
        else { return nil }
        return CloudEvent(
            stored.event, subject: device.text, gateway: stored.labels[0], dialect: name.dialect,
            device: Identity(name.name), backend: stored.labels[1], time: timestamp(time), version: stored.labels[2]
        ).json
    }
}
