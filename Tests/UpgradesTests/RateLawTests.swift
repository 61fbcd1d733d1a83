import Testing
import Upgrades

/// B5: how often a backend hears of percents, over stories in any order (hazard H38).
struct RateLawTests {
    /// What a story came to.
    private struct Outcome {
        /// The downloading reports that reached the backend, by module.
        var told: [Text: [CanonicalMessage]] = [:]
        /// When any progress reached it.
        var times: [Int64] = []
        /// When one reached it with nothing but a percent, and when the one before had.
        var percentOnly: [(time: Int64, before: Int64?)] = []
        /// Records whose running upgrade has made way for a held offer, and was silent meanwhile (B6).
        var held: Set<Text> = []
        private var last: [Text: ProgressEvent] = [:]

        mutating func note(_ effects: Effects, _ desk: Desk, isTimer: Bool) {
            let isRepeat = effects.events.map(\.event).contains { event in
                let before = last[event.module]
                return event.phase == .downloading && before?.phase == .downloading && before?.target == event.target
                    && before?.attempt == event.attempt
            }
            for event in effects.events.map(\.event) {
                last[event.module] = event
                if event.phase == .offered { held.remove(event.module) }
            }
            for record in desk.state.records where record.upgrade?.held != nil { held.insert(record.module) }
            for envelope in effects.backend where envelope.message.kind == .progress {
                let isPercentOnly = isRepeat || (isTimer && effects.events.isEmpty)
                if envelope.message.phase == .downloading {
                    told[envelope.module, default: []].append(envelope.message)
                }
                if isPercentOnly { percentOnly.append((desk.now, times.last)) }
                times.append(desk.now)
            }
        }
    }

    private func tell(_ seed: UInt64, _ combination: Combination) -> (Outcome, Desk) {
        var story = RandomStory(seed: seed, device: combination.device, backend: combination.backend)
        var desk = Desk(combination.device, combination.backend) { $0.timeout = .zero }
        var outcome = Outcome()
        func pass(to time: Int64) {
            while let effects = desk.fireNext(until: time) { outcome.note(effects, desk, isTimer: true) }
        }
        for _ in 0..<60 {
            let (message, sender) = story.next()
            let time = desk.now + story.pause()
            pass(to: time)
            for effects in desk.turns(message, from: sender, at: time) { outcome.note(effects, desk, isTimer: false) }
        }
        pass(to: desk.now + 10_000)
        return (outcome, desk)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a report that tells a percent only is a second after the one before (B5)`(
        seed: UInt64
    ) {
        for combination in Combination.allCases {
            for (time, before) in tell(seed, combination).0.percentOnly {
                #expect(before.map { time - $0 >= 1000 } ?? true)
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `the last percent is told in the end (B5)`(seed: UInt64) {
        for combination in Combination.allCases {
            let (outcome, desk) = tell(seed, combination)
            #expect(desk.state.pending.isEmpty)
            for record in desk.state.records where !outcome.held.contains(record.module) {
                guard let upgrade = record.upgrade, upgrade.phase == .downloading, let percent = upgrade.percent else {
                    continue
                }
                guard desk.rules.backend.namesModules || record.module == UpgradeRecord.defaultModule else { continue }
                #expect(outcome.told[record.module]?.last?.percent == percent)
            }
        }
    }

    @Test func `what waits goes oldest first, and a newer percent to the end (B5)`() {
        var desk = Desk(.calm, .calm)
        desk.device(.progress(.downloading, 1), at: 0)
        desk.device(.progress(.downloading, 1, module: "a"), at: 0)
        desk.device(.progress(.downloading, 1, module: "b"), at: 0)
        desk.device(.progress(.downloading, 2), at: 100)
        desk.device(.progress(.downloading, 2, module: "a"), at: 200)
        desk.device(.progress(.downloading, 2, module: "b"), at: 300)
        desk.device(.progress(.downloading, 3), at: 400)
        #expect(desk.state.pending.map(\.module) == ["a", "b", "default"])
        #expect(desk.time(is: 1000) == ["backend progress downloading 2% for a"])
        #expect(desk.time(is: 2000) == ["backend progress downloading 2% for b"])
        #expect(desk.time(is: 3000) == ["backend progress downloading 3%"])
        #expect(desk.time(is: 9000).isEmpty)
    }
}
