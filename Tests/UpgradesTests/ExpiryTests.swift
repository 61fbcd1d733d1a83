import Testing
import Upgrades

/// B6 and B9: an offer that the gateway kept is not sent again past its URL's expiry (hazard H19).
struct ExpiryTests {
    @Test func `an offer expires when its second begins, and a fresh one is never judged (B6)`() {
        for (time, isExpired) in [(49_999 as Int64, false), (50_000, true)] {
            var desk = Desk(.brisk, .calm)
            desk.device(.version("1.0"), at: 0)
            desk.backend(.offer("2.0", url: "@50"), at: 1)
            #expect(
                desk.device(.version("1.0"), at: time) == [
                    "receipt version-receipt 1.0", "backend version-report 1.0",
                    isExpired ? "backend query id \"4000000000\"" : "device offer of 2.0 at @50",
                ])
        }
        var desk = Desk(.brisk, .calm)
        #expect(
            desk.backend(.offer("2.0", url: "@50"), at: 99_000) == [
                "device offer of 2.0 at @50", "event 1 ?>2.0 #1 offered",
            ])
    }

    @Test func `the clock judges a URL, not the device's timer (B10)`() {
        var desk = Desk(.brisk, .calm)
        desk.device(.version("1.0"), at: 0)
        desk.backend(.offer("2.0", url: "@50"), at: 1)
        var reducer = UpgradeReducer(rules: desk.rules, state: desk.state, at: Moment(clock: 50_000, timer: 2))
        reducer.receive(.version("1.0"), from: .device)
        #expect(reducer.effects.device.isEmpty)
    }

    @Test func `the gateway's own queries count up, and only their replies are taken for offers (B9)`() {
        var desk = Desk(.brisk, .calm)
        desk.device(.version("1.0"), at: 0)
        desk.backend(.offer("2.0", url: "@50"), at: 1)
        #expect(desk.device(.version("1.0"), at: 60_000).last == "backend query id \"4000000000\"")
        #expect(desk.device(.version("1.0"), at: 61_000).last == "backend query id \"4000000001\"")
        #expect(desk.backend(.reply("4000000002", "2.0")).isEmpty)
        #expect(desk.backend(.reply("4000000001", nil)).isEmpty)
        #expect(desk.backend(.reply("4000000001", "2.0", url: "new")) == ["device offer of 2.0 at new"])
        #expect(
            desk.backend(.reply("\"4000000000\"", "3.0")) == [
                "device offer of 3.0 at u", "event 2 1.0>2.0 #1 superseded synthetic", "event 3 1.0>3.0 #1 offered",
            ])
    }

    @Test func `an id that a device has asked with belongs to the device (B9)`() {
        var desk = Desk(.calm, .calm)
        desk.device(.version("1.0"), at: 0)
        desk.backend(.offer("2.0", url: "@50"), at: 1)
        #expect(desk.device(.version("1.0"), at: 60_000).last == "backend query id \"4000000000\"")
        desk.device(.query("4000000000"))
        #expect(
            desk.backend(.reply("4000000000", "2.0", url: "new")) == ["device query-reply of 2.0 at new id 4000000000"])
    }
}
