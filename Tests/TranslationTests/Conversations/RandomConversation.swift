import Dialects
import TestMaterial

/// A conversation that a seed makes up: stories of upgrades with everything in the wrong order, and faults in the bytes.
struct RandomConversation {
    struct Said {
        let wire: Wire
        let payload: [UInt8]
        /// Milliseconds since the line before.
        let pause: Int64
    }

    private var generator: SeededGenerator
    private let sides: Sides
    private static let versions = ["1.0", "2.0", "3.0", "2.0é", "2.0e\u{301}"]
    private static let urls = [
        Sample.url, "https://f/2?Expires=3&x=1", "https://f/2?auth_key=9-0-0-a",
        "https://f/2?s=a%26q-sign-time%3D1%3B5%26b",
        "https://f/\(String(repeating: "u", count: 1020))",
    ]
    private static let faults = [
        ("{", "{,"), ("}", ",}"), (":", ""), ("\"", ""), ("0", "true"), ("2", "[]"), ("success", "sorry"),
        ("\"1", "\"\\ud800"),
        ("version", "versio"), ("params", "data"), ("1", "null"), ("e", "\u{0}"), ("0\"", "0\u{FFFD}\""),
    ]

    init(seed: UInt64, sides: Sides) {
        generator = SeededGenerator(seed: seed)
        self.sides = sides
    }

    mutating func next() -> Said {
        var wire = generator.chance(60) ? deviceMessage() : backendMessage()
        if generator.chance(3) { wire.topic = generator.pick(["foo/bar", "", wire.topic + "/x"]) }
        if generator.chance(20) { wire = wire.of("dev2") }
        if generator.chance(6) { wire = wire.adding(#""more":{"a":[1.0,"é\n"]}"#) }
        if generator.chance(8) {
            let (part, fault) = generator.pick(Self.faults)
            wire = wire.replacing(part, with: fault)
        }
        var payload = Array(wire.payload.utf8)
        if generator.chance(3), !payload.isEmpty {
            payload[Int.random(in: payload.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        return Said(wire: wire, payload: payload, pause: generator.pick([0, 1, 300, 999, 1000, 1000, 5000, 70_000]))
    }

    private mutating func version() -> String {
        generator.chance(80) ? generator.pick(["1.0", "2.0"]) : generator.pick(Self.versions)
    }
    private mutating func note() -> String { generator.pick(["", "time_out", "é\\n", "\\u0001"]) }
    private mutating func id() -> String {
        generator.pick(["1", "\"7\"", "\"4000000000\"", "4000000000", "null", "\"\""])
    }
    private mutating func module() -> String? {
        generator.chance(75) ? nil : generator.pick(["MCU", "wifi", "default", ""])
    }

    private mutating func deviceMessage() -> Wire {
        let kind = Int.random(in: 0..<10, using: &generator)
        let percent = generator.pick([0, 5, 40, 41, 42, 100, 130])
        switch (sides.device, kind) {
        case (.tencent, 0...1): return Tencent.version(version())
        case (.tencent, 2...6): return Tencent.downloading(percent, of: version(), note: note())
        case (.tencent, 7): return Tencent.state("burning", of: version(), note: note())
        case (.tencent, 8): return Tencent.state("done", of: version())
        case (.tencent, _):
            return Tencent.fail(generator.pick(["-1", "-4", "-5", "0", "-77", ""]), note: note(), of: version())
        case (.aliyun, 0...1): return Aliyun.inform(version(), id: id(), module: module())
        case (.aliyun, 2...6): return Aliyun.progress(step: "\"\(percent)\"", note: note(), id: id(), module: module())
        case (.aliyun, 7):
            return Aliyun.progress(
                step: generator.pick(["-1", "-2", "-9", "1.5"]), note: note(), id: id(), module: module())
        case (.aliyun, 8): return Aliyun.get(id: id(), module: module())
        case (.aliyun, _): return Aliyun.request(version(), id: id())
        }
    }

    private mutating func backendMessage() -> Wire {
        guard sides.backend == .aliyun else {
            if generator.chance(20) { return Tencent.receipt(version(), code: generator.pick([0, 3])) }
            return Tencent.offer(
                version(), md5: generator.pick([Sample.md5, Sample.md5, Sample.md5.uppercased(), ""]),
                url: generator.pick(Self.urls))
        }
        var package = AliyunPackage(url: generator.pick(Self.urls), module: module())
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: package.sha256 = Sample.sha256
        case 1: (package.md5, package.sha256) = (nil, Sample.sha256)
        case 2: package.isDiff = generator.pick(["0", "1"])
        case 3: package.signature = "c2ln"
        case 4: package.extraData = #"{"_package_udi":"é"}"#
        case 5: package.files = #"[{"fileSize":1,"fileUrl":"https://f/1","fileSign":"aa"},{"fileSize":2}]"#
        case 6: package.stream = 5
        default: break
        }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return Aliyun.getReply(id: id(), generator.chance(30) ? nil : version(), package)
        case 1: return Aliyun.requestReply(id: id(), version(), package)
        default: return Aliyun.offer(version(), id: id(), package)
        }
    }
}
