import Testing

@testable import Gateway

struct RefusalPauseTests {
    @Test func `pauses double up to about a minute, and a quiet time after a try ends them`() {
        var pause = RefusalPause()
        #expect(pause.look(at: 0, isHolding: false) == .nothing)
        var now: Int64 = 0
        var waited: [Int64] = []
        for round in 0..<9 {
            #expect(pause.refused("not authorised", at: now) == (round == 0))
            #expect(pause.refused("not authorised", at: now) == false)
            let start = now
            while pause.look(at: now, isHolding: false) == .nothing { now += 1_000 }
            waited.append((now - start) / 1_000)
        }
        #expect(waited == [1, 2, 4, 8, 16, 32, 64, 64, 64])
        #expect(pause.text == "not authorised")
        #expect(pause.look(at: now + 9_999, isHolding: false) == .nothing)
        #expect(pause.look(at: now + 10_000, isHolding: false) == .recovered)
        #expect(pause.text == nil)
        #expect(pause.refused("quota exceeded", at: now + 10_000) == true)
        #expect(pause.look(at: now + 11_000, isHolding: false) == .tryAgain)
    }

    @Test func `while messages wait they are tried again`() {
        var pause = RefusalPause()
        _ = pause.refused("not authorised", at: 0)
        #expect(pause.look(at: 1_000, isHolding: true) == .tryAgain)
        #expect(pause.look(at: 10_999, isHolding: true) == .nothing)
        #expect(pause.look(at: 11_000, isHolding: true) == .tryAgain)
        #expect(pause.look(at: 21_000, isHolding: false) == .recovered)
    }

    @Test func `a connection is a new try`() {
        var pause = RefusalPause()
        _ = pause.refused("not authorised", at: 0)
        pause.connected(at: 500)
        #expect(pause.look(at: 5_000, isHolding: false) == .nothing)
        #expect(pause.look(at: 10_500, isHolding: false) == .recovered)
    }

    @Test(arguments: [0x80, 0x83, 0x87, 0x97] as [UInt8]) func `what may be taken later`(code: UInt8) {
        #expect(RefusalPause.passingReason(code) != nil)
    }

    @Test(arguments: [0, 16, 0x90, 0x91, 0x99] as [UInt8]) func `what is taken, or never will be`(code: UInt8) {
        #expect(RefusalPause.passingReason(code) == nil)
    }
}

struct AnswerWatchTests {
    @Test func `a minute without any acknowledgement is too long while some are owed`() {
        var watch = AnswerWatch()
        watch.heard(at: 1_000)
        #expect(watch.isOverdue(true, at: 60_999) == false)
        #expect(watch.isOverdue(true, at: 61_000) == true)
        watch.heard(at: 61_000)
        #expect(watch.isOverdue(true, at: 61_001) == false)
        #expect(watch.isOverdue(false, at: 500_000) == false)
        #expect(watch.isOverdue(true, at: 559_999) == false)
        #expect(watch.isOverdue(true, at: 560_000) == true)
    }
}
