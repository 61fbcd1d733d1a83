import Dialects
import Testing
import Translation
import Upgrades

/// A conversation of one or more devices with their backend, told line by line: what comes in, and exactly what goes out.
///
/// Each message is 1 s after the one before it unless `at` says when; the first is at 0.
/// Messages whose answer does not matter are told without an expectation. Events must count up by one, always.
struct Talk {
    let route: Route
    private var conversation: Conversation
    private var isFirst = true
    private var sequences: [String: Int64] = [:]

    init(_ device: Vendor, _ backend: Vendor, _ decide: (inout FleetOptions) -> Void = { _ in }) throws {
        var names: [Identities] = []
        if device != backend {
            names = ["dev1", "dev2"].map {
                Identities(
                    device: Identity(product: Text(device.product), device: Text($0)),
                    backend: Identity(product: Text(backend.product), device: Text($0)))
            }
        }
        self.init(try device.dialect(), try backend.dialect(), names: names, decide)
    }

    init(_ sides: Sides, _ decide: (inout FleetOptions) -> Void = { _ in }) throws {
        try self.init(sides.device, sides.backend, decide)
    }

    init(_ device: Dialect, _ backend: Dialect, names: [Identities], _ decide: (inout FleetOptions) -> Void = { _ in })
    {
        var options = FleetOptions()
        decide(&options)
        route = Route(device: device, backend: backend, backendName: backend.name, options: options)
        conversation = Conversation(route: route, names: names)
    }

    mutating func device(
        _ wire: Wire, at seconds: Double? = nil, _ location: SourceLocation = #_sourceLocation,
        @Lines _ expected: () -> [Line]
    ) {
        hear(wire, at: seconds, expected(), location)
    }
    mutating func backend(
        _ wire: Wire, at seconds: Double? = nil, _ location: SourceLocation = #_sourceLocation,
        @Lines _ expected: () -> [Line]
    ) {
        hear(wire, at: seconds, expected(), location)
    }
    /// The same where the answer is another test's.
    mutating func device(_ wire: Wire, at seconds: Double? = nil) { hear(wire, at: seconds, nil, #_sourceLocation) }
    mutating func backend(_ wire: Wire, at seconds: Double? = nil) { hear(wire, at: seconds, nil, #_sourceLocation) }

    /// Nothing is heard until that time, in seconds.
    mutating func time(
        is seconds: Double, _ location: SourceLocation = #_sourceLocation, @Lines _ expected: () -> [Line]
    ) {
        isFirst = false
        compare(
            collect { conversation, emit in conversation.advance(to: Int64(seconds * 1000), emit) }, expected(), nil,
            location)
    }

    /// Bytes that may be no text at all.
    mutating func bytes(
        _ payload: [UInt8], on wire: Wire, _ location: SourceLocation = #_sourceLocation,
        @Lines _ expected: () -> [Line]
    ) {
        isFirst = false
        let outputs = collect { conversation, emit in
            conversation.receive(topic: Text(wire.topic), payload: payload, emit)
        }
        compare(outputs, expected(), wire, location)
    }

    private mutating func hear(_ wire: Wire, at seconds: Double?, _ expected: [Line]?, _ location: SourceLocation) {
        let time = seconds.map { Int64(($0 * 1000).rounded()) } ?? (isFirst ? 0 : conversation.now + 1000)
        isFirst = false
        let outputs = collect { conversation, emit in
            conversation.advance(to: time, emit)
            conversation.receive(topic: Text(wire.topic), payload: Array(wire.payload.utf8), emit)
        }
        if let expected { compare(outputs, expected, wire, location) } else { checkSequences(outputs, location) }
    }

    private mutating func collect(
        _ body: (inout Conversation, (Output, Identity) -> Void) -> Void
    ) -> [(output: Output, device: Identity)] {
        var outputs: [(output: Output, device: Identity)] = []
        body(&conversation) { outputs.append(($0, $1)) }
        return outputs
    }

    private mutating func compare(
        _ outputs: [(output: Output, device: Identity)], _ expected: [Line], _ heard: Wire?, _ location: SourceLocation
    ) {
        let actual = outputs.map { Line.text(of: $0.output, $0.device) }
        let wanted = expected.map { $0.text(heard: heard) }
        let isEqual = actual.map { Array($0.utf8) } == wanted.map { Array($0.utf8) }
        #expect(
            isEqual, "said:\n\(actual.joined(separator: "\n"))\nexpected:\n\(wanted.joined(separator: "\n"))",
            sourceLocation: location)
        checkSequences(outputs, location)
    }

    /// `seq` counts the events of one (device, module) from 1 (rule B13).
    private mutating func checkSequences(_ outputs: [(output: Output, device: Identity)], _ location: SourceLocation) {
        for case (.event(let event), let device) in outputs {
            let key = "\(device) \(event.module)"
            let last = sequences[key] ?? 0
            #expect(event.sequence == last + 1, "seq of \(key)", sourceLocation: location)
            sequences[key] = event.sequence
        }
    }
}

extension Talk {
    private var deviceVendor: Vendor { route.device.name == "tencent" ? .tencent : .aliyun }
    private var backendVendor: Vendor { route.backend.name == "tencent" ? .tencent : .aliyun }

    /// The usual start: version 1.0 is reported, and 2.0 offered.
    mutating func beginOffered(url: String = Sample.url) {
        device(deviceVendor.version("1.0"))
        backend(backendVendor.offer(url: url))
    }

    /// The usual start, and some percent of it downloaded.
    mutating func beginDownloading(_ percent: Int = 10, url: String = Sample.url) {
        beginOffered(url: url)
        device(deviceVendor.downloading(percent))
    }
}
