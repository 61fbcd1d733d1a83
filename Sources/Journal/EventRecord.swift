/// A change of an upgrade record, kept for whoever asks what happened.
package struct EventRecord: Sendable, Hashable {
    package var device: DeviceKey
    /// When it was heard, in milliseconds since 1970.
    package var time: Int64
    /// Opaque bytes of the pipeline; those of a journal from before schema version 3 are the whole CloudEvent.
    package var content: [UInt8]

    package init(device: DeviceKey, time: Int64, content: [UInt8]) {
        self.device = device
        self.time = time
        self.content = content
    }
}

/// The stored form of a commit's events, one after the other.
///
/// Law: `EventRecord.decode(events.reduce(into: []) { $1.encode(to: &$0) }) == events`.
extension EventRecord {
    func encode(to out: inout [UInt8]) {
        Frame.append(UInt64(bitPattern: time), to: &out)
        Frame.append(device.text.utf8.span, to: &out)
        Frame.append(content.span, to: &out)
    }

    /// What stands in front of the first damage.
    static func decode(_ bytes: [UInt8]) -> [EventRecord] {
        var events: [EventRecord] = []
        var rest = bytes[...]
        while let time = Frame.popNumber(&rest), let device = Frame.popText(&rest), let content = Frame.pop(&rest) {
            events.append(
                EventRecord(device: DeviceKey(device), time: Int64(bitPattern: time), content: Array(content)))
        }
        return events
    }

    /// The events of one row.
    ///
    /// - Parameter device: names the only one's device in rows of older programs.
    static func row(time: Int64, device: String?, entries: [UInt8]) -> [EventRecord] {
        guard let device else { return decode(entries) }
        return [EventRecord(device: DeviceKey(device), time: time, content: entries)]
    }
}
