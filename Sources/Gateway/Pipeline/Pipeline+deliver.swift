import Dialects
import GatewayFile
import Journal
import Translation
import Upgrades

extension Pipeline {
    /// Puts one output into the batch: a row for the outbox, or an event for the journal and perhaps for the outbox too.
    mutating func deliver(
        _ output: Output, of key: DeviceKey, _ identities: Identities, fleet: Int, at now: Moments,
        setAside: (inout Pipeline, SetAsideCode, String) -> Void
    ) {
        switch output {
        case .message(let outgoing):
            let row = row(outgoing, of: key, fleet: fleet, at: now)
            batch.note(
                TrailEntry(
                    way: outgoing.receiver == .device ? .toDevice : .toBackend, device: key, topic: row.topic,
                    payload: row.payload), at: now.wall)
            batch.append(row)
        case .event(let event):
            let name = plan.configuration.name
            let dialect = plan.dialectName(ofFleet: fleet)
            let backend = plan.routes[fleet].backendName
            let version = plan.mappingVersion.description
            batch.append(
                EventRecord(event, of: key, gateway: name, backend: backend, version: version, at: now.wall))
            hasEvents = true
            guard let link = plan.progressLink, let progress = plan.configuration.progress else { return }
            if time.milliseconds != now.wall { time = (now.wall, timestamp(now.wall)) }
            let printed = CloudEvent(
                event, subject: key.text, gateway: name, dialect: dialect, device: identities.device,
                backend: backend, time: time.text, version: version)
            let topic = progress.topic.name(
                dialect: dialect, product: identities.device.product.string, device: identities.device.device.string,
                module: event.module.string)
            batch.append(
                OutboxMessage(
                    link: plan.links[link], topic: topic, payload: printed.json, kind: .event, device: key,
                    created: now.wall))
        case .setAside(let code, let reason):
            setAside(&self, code, reason)
        }
    }

    private func row(_ outgoing: Outgoing, of key: DeviceKey, fleet: Int, at now: Moments) -> OutboxMessage {
        let link = outgoing.receiver == .device ? plan.deviceLink(ofFleet: fleet) : plan.backendLink(ofFleet: fleet)
        let kind = OutboxKind(outgoing)
        var supersedeKey: String?
        if kind != .versionReport, kind != .terminal {
            supersedeKey = self.supersedeKey(key, outgoing.module, kind, attempt: outgoing.attempt)
            // two backends of one device are told different things, maybe over one link
            if !plan.twins.isEmpty, outgoing.receiver == .backend { supersedeKey?.append("\u{1F}\(fleet)") }
        }
        return OutboxMessage(
            link: plan.links[link], topic: outgoing.printed.topic, payload: outgoing.printed.payload,
            qos: UInt8(outgoing.printed.qos), kind: kind, supersedeKey: supersedeKey, expiry: outgoing.expiry,
            device: key,
            created: now.wall)
    }
}

extension OutboxKind {
    init(_ outgoing: Outgoing) {
        self =
            switch outgoing.kind {
            case .versionReport: .versionReport
            case .versionReceipt: .receipt
            case .offer: .offer
            case .progress: outgoing.isTerminal ? .terminal : .progress
            case .query, .versionQuery: .query
            case .queryReply: .queryReply
            }
    }
}
