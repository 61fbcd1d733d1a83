package import Diagnostics
package import Dialects

/// What only the dialects' topics show: messages of one route that another route hears.
extension GatewayConfiguration {
    /// Reports loops and mix-ups between dialects that share topics, and events published among devices' messages.
    ///
    /// - Parameter dialects: those that were loaded from `mappings`; fleets of others are passed over.
    package func checkTopics(of dialects: [String: Dialect], into findings: inout Findings) {
        let uses = TopicUse.all(in: self, dialects: dialects)
        checkLoops(among: uses, into: &findings)
        checkSharedTopics(among: uses, into: &findings)
        checkProgress(among: uses, into: &findings)
    }

    /// What we send for one fleet may not be heard as a message of another, nor of its own other side.
    private func checkLoops(among uses: [TopicUse], into findings: inout Findings) {
        for use in uses {
            for other in uses where use.meets(other) {
                guard let topic = TopicUse.overlap(use.sent, other.heard) else { continue }
                findings.report(
                    Finding(
                        .loop,
                        "what goes to \(name(of: use)) on \(quoted(topic.filter)) comes back as a message of "
                            + name(of: other),
                        in: file, at: place(of: use),
                        suggestion: "use another broker for one of them, or name other products",
                        notes: [note(on: other)]))
            }
        }
    }

    /// Warns of topics on which a message may be either of two dialects': its shape alone tells, the first that reads it wins.
    private func checkSharedTopics(among uses: [TopicUse], into findings: inout Findings) {
        for (index, use) in uses.enumerated() {
            for other in uses[..<index] where use.meets(other) {
                guard let topic = TopicUse.overlap(use.heard, other.heard) else { continue }
                findings.report(
                    Finding(
                        .sharedTopics,
                        "a message on \(quoted(topic.filter)) may be of dialect \(quoted(other.dialect)) or "
                            + quoted(use.dialect),
                        in: file, at: place(of: use), severity: .warning,
                        suggestion: "use another broker for one of them, or name other products",
                        notes: [note(on: other)]))
            }
        }
    }

    /// Events may not be published where devices or backends speak or listen.
    private func checkProgress(among uses: [TopicUse], into findings: inout Findings) {
        guard let progress else { return }
        for fleet in fleets {
            let topic = progress.topic.pattern(of: fleet.devices)
            for use in uses where use.broker == progress.broker {
                guard let other = (use.heard + use.sent).first(where: { $0.overlaps(topic) }) else { continue }
                findings.report(
                    Finding(
                        .progressOverlap,
                        "events would be published on \(quoted(other.filter)), which is a topic of \(name(of: use))",
                        in: file, at: progress.topicLocation,
                        suggestion: "write a topic of its own, as ota/progress/${dialect}/${product}/${device}",
                        notes: [note(on: use)]))
                return
            }
        }
    }

    /// `devices of fleet 'valves'` or `backend 'aliyun-cloud'`.
    private func name(of use: TopicUse) -> String {
        let fleet = fleets[use.fleet]
        return use.side == .devices
            ? "devices of fleet \(quoted(fleet.name))" : "backend \(quoted(backends[fleet.backend].name))"
    }

    private func place(of use: TopicUse) -> SourceLocation {
        let fleet = fleets[use.fleet]
        return use.side == .devices ? fleet.devicesLocation : fleet.identityLocation
    }

    private func note(on use: TopicUse) -> Finding.Note {
        let what = use.side == .devices ? "devices" : "identity"
        return .init("\(what) of \(quoted(fleets[use.fleet].name)), dialect \(quoted(use.dialect))", at: place(of: use))
    }
}
