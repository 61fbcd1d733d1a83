package import Dialects
internal import Translation
internal import Upgrades

extension ExampleFile {
    /// Runs every example once more and adds what it puts to use of the dialect files.
    package func add(to use: inout DialectUse, _ dialects: [String: Dialect]) {
        for example in examples { example.add(to: &use, dialects) }
        for example in messages { example.add(to: &use, dialects) }
    }
}

extension Example {
    fileprivate func add(to use: inout DialectUse, _ dialects: [String: Dialect]) {
        guard let device = dialects[devices], let backend = dialects[backend] else { return }
        let route = Route(device: device, backend: backend, backendName: backend.name, options: options)
        var conversation = Conversation(route: route, names: identities)
        conversation.isTraced = true
        play(in: &conversation) { _, _ in true }
        for trace in conversation.takeTraces() { use.add(trace) }
    }
}

extension MessageExample {
    fileprivate func add(to use: inout DialectUse, _ dialects: [String: Dialect]) {
        guard let dialect = dialects[dialect] else { return }
        for message in messages {
            for match in dialect.match(topic: message.topic) {
                let reading = dialect.traceRead(message.payload, on: match)
                guard case .success(let read) = reading.result else { continue }
                use.add(reading)
                if case .says(_, .never) = message.expected { break }
                var ids = IdentifierSource(serial: 0, time: 0)
                use.add(
                    dialect.tracePrint(
                        read, product: match.product.string, device: match.device.string, isSameDialect: true,
                        ids: &ids))
                break
            }
        }
    }
}
