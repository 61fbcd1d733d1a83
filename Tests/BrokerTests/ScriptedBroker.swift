import TestSupport

/// A broker that speaks MQTT 5 well enough for a gateway, and misbehaves as a test wants it.
final class ScriptedBroker {
    /// Packets that are not answered, by their type (MQTT 5, 2.1.2).
    var unanswered: Set<UInt8> = []
    /// The reason code of each PUBACK.
    var publishCode: UInt8 = 0
    /// The reason codes of the next ones.
    var publishCodes: [UInt8] = []
    /// Whether the last PUBACK is kept back until there is another.
    var isLate = false
    private var late: [UInt8] = []
    /// The reason code for each filter of a SUBSCRIBE.
    var subscribeCode: UInt8 = 1
    /// Sent behind each SUBACK.
    var garbage: [UInt8] = []
    /// What it delivers once it is subscribed to, no more than a few without PUBACK at a time.
    var feed: [(topic: String, payload: String)] = []
    private(set) var fed = 0
    /// The places in `feed` of what was delivered and not acknowledged.
    private var unacknowledged: [Int] = []
    /// What was published and taken: topic, blank, payload.
    private(set) var taken: [String] = []
    /// What was published and refused.
    private(set) var refusals = 0
    private let peer: ScriptedPeer
    private var connection = 0
    private var place = 0
    private var isSubscribed = false

    init() throws { peer = try ScriptedPeer() }

    var port: UInt16 { peer.port }
    var connections: Int { peer.connections }

    /// Answers what has come.
    func turn() throws {
        peer.look()
        if peer.connections != connection { (connection, place) = (peer.connections, 0) }
        while let (type, body) = nextPacket() { try answer(type, body) }
        if !isLate, !late.isEmpty {
            try peer.send(late)
            late = []
        }
        if peer.isClosedByClient { peer.hangUp() }
        if isSubscribed { try deliver() }
    }

    func hangUp() {
        peer.hangUp()
        (isSubscribed, late) = (false, [])
    }

    private func deliver() throws {
        while fed < feed.count, unacknowledged.count < 50 {
            fed += 1
            unacknowledged.append(fed - 1)
            try send(fed - 1)
        }
    }

    /// Sends what stands at a place of `feed`; its packet identifier tells the place.
    private func send(_ place: Int) throws {
        let (topic, payload) = (Array(feed[place].topic.utf8), Array(feed[place].payload.utf8))
        let size = 2 + topic.count + 3 + payload.count
        try peer.send(
            [0x32, UInt8(size & 0x7F | 0x80), UInt8(size >> 7), 0, UInt8(topic.count)] + topic
                + [UInt8((place + 1) >> 8), UInt8((place + 1) & 0xFF), 0] + payload)
    }

    private func nextPacket() -> (type: UInt8, body: ArraySlice<UInt8>)? {
        let bytes = peer.received
        var (length, shift, start) = (0, 0, place + 1)
        while start < bytes.count {
            length |= Int(bytes[start] & 0x7F) << shift
            (shift, start) = (shift + 7, start + 1)
            if bytes[start - 1] < 0x80 {
                guard bytes.count >= start + length else { return nil }
                defer { place = start + length }
                return (bytes[place] >> 4, bytes[start..<start + length])
            }
        }
        return nil
    }

    private func answer(_ type: UInt8, _ body: ArraySlice<UInt8>) throws {
        guard !unanswered.contains(type) else { return }
        switch type {
        case 1: try peer.send([0x20, 3, 0, 0, 0])
        case 3: try takePublish(body)
        case 4:
            let identifier = Int(body[body.startIndex]) << 8 | Int(body[body.startIndex + 1])
            unacknowledged.removeAll { $0 == identifier - 1 }
        case 8:
            let count = filters(in: body.dropFirst(3))
            let codes = [UInt8](repeating: subscribeCode, count: count)
            try peer.send([0x90, UInt8(3 + count)] + body.prefix(2) + [0] + codes)
            if !garbage.isEmpty { try peer.send(garbage) }
            isSubscribed = true
            // what the last connection did not acknowledge comes again (MQTT 5, 4.4)
            for place in unacknowledged { try send(place) }
        case 12: try peer.send([0xD0, 0])
        default: break
        }
    }

    private func takePublish(_ body: ArraySlice<UInt8>) throws {
        let size = Int(body[body.startIndex]) << 8 | Int(body[body.startIndex + 1])
        let topic = body.dropFirst(2).prefix(size)
        let rest = body.dropFirst(2 + size)
        let code = publishCodes.isEmpty ? publishCode : publishCodes.removeFirst()
        if code == 0 {
            let payload = String(decoding: rest.dropFirst(3), as: UTF8.self)
            taken.append("\(String(decoding: topic, as: UTF8.self)) \(payload)")
        } else {
            refusals += 1
        }
        if !late.isEmpty { try peer.send(late) }
        late = [0x40, 3] + rest.prefix(2) + [code]
    }

    private func filters(in body: ArraySlice<UInt8>) -> Int {
        var (rest, count) = (body, 0)
        while rest.count > 2 {
            let size = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(size + 3)
            count += 1
        }
        return count
    }
}
