import Testing
import Upgrades

/// B10 and the order of timers (B13).
struct TimerTests {
    @Test func `nothing is due of a device that has said nothing`() {
        #expect(Desk(.brisk, .calm).state.nextTimer(FleetOptions()) == nil)
    }

    @Test func `timers of one moment are progress, settle, time-out, then by the record heard first (B13)`() {
        var desk = Desk(.calm, .calm) {
            $0.timeout = .seconds(1)
            $0.settle = .seconds(1)
        }
        desk.device(.progress(.downloading, 1, module: "b"), at: 0)
        desk.device(.progress(.downloading, 1, module: "a"), at: 0)
        desk.device(.version("1.5", module: "a"), at: 0)
        desk.device(.progress(.downloading, 2, module: "b"), at: 0)
        var kinds: [Timer.Kind] = []
        while let timer = desk.state.nextTimer(desk.rules.options), kinds.count < 10 {
            #expect(timer.due == 1000)
            kinds.append(timer.kind)
            if kinds.count == 3 {
                #expect(
                    desk.time(is: 1000) == [
                        "backend progress timed-out 2% because timed-out for b 'timed out'",
                        "event 3 ?>? #1 timed-out 2% because timed-out for b synthetic",
                        "backend progress timed-out 1% because timed-out for a 'timed out'",
                        "event 2 1.5>? #1 timed-out 1% because timed-out for a synthetic",
                    ])
                break
            }
            var reducer = UpgradeReducer(rules: desk.rules, state: desk.state, at: Moment(1000))
            reducer.fire(timer)
            desk.state = reducer.state
        }
        #expect(kinds == [.progress, .settle, .timeout])
    }

    @Test func `a timer's time is the device's own, not the clock's (B10)`() {
        var desk = Desk(.brisk, .calm) { $0.timeout = .seconds(60) }
        desk.backend(.offer("2.0", url: "@1000"), at: 0)
        var reducer = UpgradeReducer(rules: desk.rules, state: desk.state, at: Moment(clock: 5_000_000, timer: 10))
        reducer.receive(.progress(.downloading, 1, of: "2.0"), from: .device)
        #expect(reducer.state.nextTimer(desk.rules.options)?.due == 60_010)
    }

    @Test func `a merged report counts from the first of its burst (B10, H18)`() {
        var desk = Desk(.brisk, .calm) { $0.settle = .milliseconds(500) }
        #expect(desk.device(.version("0.1"), at: 0) == ["receipt version-receipt 0.1"])
        #expect(desk.device(.version("0.2"), at: 499) == ["receipt version-receipt 0.2"])
        #expect(desk.time(is: 499).isEmpty)
        #expect(desk.time(is: 500) == ["backend version-report 0.2"])
        #expect(desk.state.nextTimer(desk.rules.options) == nil)
        #expect(desk.device(.version("0.2"), at: 600) == ["receipt version-receipt 0.2"])
        #expect(desk.time(is: 1100) == ["backend version-report 0.2"])
    }

    @Test func `a report that settles does not change current before (B10)`() {
        var desk = Desk(.calm, .brisk) { $0.settle = .seconds(1) }
        desk.device(.version("1.0"), at: 0)
        #expect(desk.backend(.offer("1.0"), at: 500) == ["device offer of 1.0 at u", "event 1 ?>1.0 #1 offered"])
        #expect(
            desk.time(is: 1000) == [
                "backend progress succeeded of 1.0", "backend version-report 1.0", "event 2 ?>1.0 #1 succeeded",
            ])
    }

    @Test func `whole milliseconds of a duration`() {
        #expect(Duration.seconds(15 * 60).milliseconds == 900_000)
        #expect(Duration.milliseconds(250).milliseconds == 250)
        #expect(Duration.microseconds(1999).milliseconds == 1)
    }
}
