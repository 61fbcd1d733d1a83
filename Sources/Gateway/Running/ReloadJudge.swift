import Diagnostics
import GatewayFile
import Logging

/// Decides what becomes of files that were read again, and what the operator is told of it.
///
/// Files with errors change nothing. A change of the files is judged once for each content; a hang-up each time.
struct ReloadJudge: Sendable {
    enum Cause: Sendable {
        /// SIGHUP: the operator wants it now, and wants to hear of it.
        case hangUp
        /// The files look different.
        case change
    }
    struct Verdict: Sendable {
        /// For the log, in order.
        var lines: [(level: Logger.Level, text: String)] = []
        /// The routes to take over; nil where all stays.
        var plan: RoutingPlan?
    }

    /// As at the start: what a reload cannot change is held against it.
    private let start: GatewayConfiguration
    /// The content that runs.
    private var running: ContentVersion
    /// Names the dialect files that run.
    private var mappings: ContentVersion
    /// The content that was judged last.
    private var judged: ContentVersion

    /// - Parameter files: those that the gateway starts with.
    init(files: GatewayFiles, configuration: GatewayConfiguration) {
        start = configuration
        (running, judged, mappings) = (files.version, files.version, files.mappingVersion)
    }

    mutating func judge(_ files: GatewayFiles, because cause: Cause) -> Verdict {
        let version = files.version
        if cause == .change {
            guard version != judged else { return Verdict() }
            if version == running {
                judged = version
                return Verdict(lines: [
                    (.info, "the files are again those that run: mapping version \(mappings), nothing to reload")
                ])
            }
        }
        judged = version
        var verdict = Verdict()
        for finding in files.findings.all {
            verdict.lines.append((finding.severity == .error ? .error : .warning, finding.line))
        }
        guard let fresh = files.configuration else {
            verdict.lines.append(refusal("the files have errors"))
            return verdict
        }
        guard let plan = files.plan(links: start.brokers.map(\.name)) else {
            verdict.lines.append(refusal("there are new brokers; restart the gateway to take them over"))
            return verdict
        }
        let changes = fresh.partsNeedingRestart(since: start)
        if !changes.isEmpty {
            let text = "restart the gateway to take over changes of \(changes.joined(separator: ", "))"
            verdict.lines.append((.warning, text))
        }
        (running, mappings) = (version, files.mappingVersion)
        verdict.plan = plan
        return verdict
    }

    private func refusal(_ reason: String) -> (level: Logger.Level, text: String) {
        (.error, "nothing was reloaded: \(reason); mapping version \(mappings) runs on")
    }
}

extension GatewayConfiguration {
    /// What differs and is only read at the start.
    fileprivate func partsNeedingRestart(since other: GatewayConfiguration) -> [String] {
        var parts: [String] = []
        if journal != other.journal { parts.append("'journal'") }
        if outboxLimit != other.outboxLimit { parts.append("'outbox'") }
        let hasSameBrokers =
            brokers.count == other.brokers.count
            && brokers.allSatisfy { broker in other.brokers.contains { broker.isSameConnection(as: $0) } }
        if !hasSameBrokers { parts.append("'brokers'") }
        return parts
    }
}

extension BrokerConfiguration {
    fileprivate func isSameConnection(as other: BrokerConfiguration) -> Bool {
        name == other.name && url == other.url && authorities == other.authorities && certificate == other.certificate
            && key == other.key && username == other.username && password == other.password
    }
}
