import Testing

@testable import Gateway

struct LinkClockTests {
    @Test func `it goes only while it is started`() {
        var clock = LinkClock(reading: 100)
        clock.advance(to: 50)
        #expect(clock.reading == 100)
        clock.start(at: 60)
        clock.advance(to: 1_060)
        #expect(clock.reading == 1_100)
        clock.pause()
        clock.advance(to: 9_000)
        clock.start(at: 9_000)
        clock.advance(to: 9_010)
        #expect(clock.reading == 1_110)
    }

    @Test func `it never goes back, and not far at once`() {
        var clock = LinkClock(reading: 0)
        clock.start(at: 1_000)
        clock.advance(to: 500)
        #expect(clock.reading == 0)
        clock.advance(to: 1_000_000)
        #expect(clock.reading == LinkClock.longestStep)
    }

    @Test func `a backlog ends with the first quiet interval`() {
        var gauge = BacklogGauge()
        gauge.connected(at: 0)
        gauge.note(messages: 1_000, at: 100)
        gauge.note(messages: 1_000, at: 260)
        #expect(!gauge.isDrained)
        gauge.note(messages: 25, at: 520)
        #expect(!gauge.isDrained)
        gauge.note(messages: 3, at: 600)
        #expect(!gauge.isDrained)
        gauge.note(messages: 3, at: 780)
        #expect(gauge.isDrained)
        gauge.connected(at: 900)
        #expect(!gauge.isDrained)
    }

    @Test func `steady traffic hides the end of a backlog no longer than a minute`() {
        var gauge = BacklogGauge()
        gauge.connected(at: 0)
        var now: Int64 = 0
        while !gauge.isDrained {
            now += 250
            gauge.note(messages: 500, at: now)
        }
        #expect(now == BacklogGauge.longest)
    }
}
