import Testing
import Upgrades

/// The laws of B5 and B13 over stories in any order.
struct LatticeLawTests {
    private static let length = 40

    /// Runs a story and shows each turn with the records before it.
    private func tell(
        _ seed: UInt64, _ combination: Combination,
        _ judge: (_ before: DeviceState, _ after: DeviceState, _ effects: Effects, _ heard: CanonicalMessage?) -> Void
    ) {
        var story = RandomStory(seed: seed, device: combination.device, backend: combination.backend)
        var desk = Desk(combination.device, combination.backend) {
            $0.timeout = .seconds(60)
            $0.doneIsSuccess = seed.isMultiple(of: 3)
            $0.offerTimeout = seed.isMultiple(of: 5) ? .seconds(20) : .zero
        }
        for _ in 0..<Self.length {
            let (message, sender) = story.next()
            let time = desk.now + story.pause()
            var before = desk.state
            while let effects = desk.fireNext(until: time) {
                judge(before, desk.state, effects, nil)
                before = desk.state
            }
            let effects = desk.turns(message, from: sender, at: time)
            judge(before, desk.state, effects[effects.count - 1], message)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `(attempt, phase, percent) never goes back within an upgrade (B5)`(
        seed: UInt64
    ) {
        for combination in Combination.allCases {
            tell(seed, combination) { before, after, effects, heard in
                for (old, new) in zip(before.records, after.records) {
                    guard let first = old.upgrade, let second = new.upgrade else { continue }
                    // these may open another upgrade
                    if heard?.kind == .offer || heard?.kind == .queryReply || first.held != nil { continue }
                    let stood = (first.attempt, first.phase.rank, first.percent ?? -1)
                    let stands = (second.attempt, second.phase.rank, second.percent ?? -1)
                    #expect(stands >= stood, "\(heard?.line ?? "a timer"): \(effects.lines)")
                    #expect(first.target == nil || first.target == second.target)
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `the first terminal wins over progress and time (B5)`(seed: UInt64)
    {
        for combination in Combination.allCases {
            tell(seed, combination) { before, after, effects, heard in
                guard heard == nil || heard?.kind == .progress else { return }
                for (old, new) in zip(before.records, after.records)
                where old.upgrade?.isOpen == false && old.settling == nil {
                    #expect(
                        new.upgrade?.phase == old.upgrade?.phase && new.sequence == old.sequence, "\(effects.lines)")
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `seq counts up by one, and every event is a change (B13)`(
        seed: UInt64
    ) {
        for combination in Combination.allCases {
            var counted: [Text: Int64] = [:]
            var last: [Text: ProgressEvent] = [:]
            tell(seed, combination) { _, after, effects, heard in
                for event in effects.events.map(\.event) {
                    counted[event.module, default: 0] += 1
                    #expect(event.sequence == counted[event.module])
                    let record = after.records.first { $0.module == event.module }
                    // one that is refused beside the running one
                    if event.phase == .refused, record?.upgrade?.phase != .refused { continue }
                    let isConfirmation =
                        event.phase == .succeeded && event.isSynthetic && event.target == record?.current
                    #expect(
                        isConfirmation || last[event.module].map { event.differs(from: $0) } ?? true, "\(effects.lines)"
                    )
                    last[event.module] = event
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `current changes by version reports only, and no event is made for it (B, B13)`(
        seed: UInt64
    ) {
        for combination in Combination.allCases {
            tell(seed, combination) { before, after, _, heard in
                for (old, new) in zip(before.records, after.records) where old.current != new.current {
                    #expect(heard?.kind == .versionReport && heard?.version == new.current)
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `a change of the record is told by an event (B13)`(seed: UInt64) {
        for combination in Combination.allCases {
            tell(seed, combination) { before, after, effects, heard in
                for (old, new) in zip(before.records, after.records) {
                    guard let first = old.upgrade, let second = new.upgrade, first.target == second.target else {
                        continue
                    }
                    let isChanged =
                        first.attempt != second.attempt || first.phase != second.phase
                        || first.percent != second.percent
                        || first.failure != second.failure
                    #expect(!isChanged || new.sequence > old.sequence, "\(heard?.line ?? "a timer"): \(effects.lines)")
                }
            }
        }
    }
}

extension ProgressEvent {
    fileprivate func differs(from other: ProgressEvent) -> Bool {
        target != other.target || attempt != other.attempt || phase != other.phase || percent != other.percent
            || failure != other.failure
    }
}
