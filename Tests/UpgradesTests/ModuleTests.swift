import Testing
import Upgrades

/// B8: which record a message belongs to, and who hears of it.
struct ModuleTests {
    @Test func `modules have records, attempts and counts of their own`() {
        var desk = Desk(.calm, .calm)
        desk.device(.version("1.0"))
        desk.device(.version("7.0", module: "MCU"))
        #expect(desk.backend(.offer("2.0")) == ["device offer of 2.0 at u", "event 1 1.0>2.0 #1 offered"])
        #expect(
            desk.backend(.offer("8.0", module: "MCU")) == [
                "device offer of 8.0 at u for MCU", "event 1 7.0>8.0 #1 offered for MCU",
            ])
        desk.device(.progress(.downloading, 1, module: "MCU"))
        #expect(
            desk.device(.version("7.0", module: "MCU")) == [
                "backend version-report 7.0 for MCU", "device offer of 8.0 at u for MCU",
                "event 3 7.0>8.0 #2 offered for MCU",
            ])
        #expect(desk.device(.version("2.0")) == ["backend version-report 2.0", "event 2 1.0>2.0 #1 succeeded"])
    }

    @Test func `an empty module and the module default are the whole device`() {
        var desk = Desk(.calm, .brisk)
        desk.device(.version("1.0", module: ""))
        desk.device(.version("1.1", module: "default"))
        desk.device(.version("1.2"))
        #expect(desk.state.records.map(\.module) == ["default"] && desk.state.records.first?.current == "1.2")
    }

    @Test func `a module that the backend cannot name is heard and not passed on`() {
        var desk = Desk(.calm, .brisk)
        #expect(desk.device(.version("7.0", module: "MCU")).isEmpty)
        #expect(desk.device(.progress(.downloading, 3, module: "MCU")) == ["event 1 7.0>? #1 downloading 3% for MCU"])
        #expect(
            desk.device(.progress(.failed, failure: .install, module: "MCU")) == [
                "event 2 7.0>? #1 failed 3% because install for MCU"
            ])
        #expect(desk.device(.progress(.downloading, 3)) == ["set-aside no-target"])
    }

    @Test func `the fleet's module is carried in place of the whole device, whichever side names modules`() {
        var down = Desk(.brisk, .calm) { $0.module = "MCU" }
        #expect(down.device(.version("1.0")) == ["receipt version-receipt 1.0", "backend version-report 1.0 for MCU"])
        #expect(
            down.backend(.offer("2.0", module: "MCU")) == [
                "device offer of 2.0 at u", "event 1 1.0>2.0 #1 offered for MCU",
            ])
        var up = Desk(.calm, .brisk) { $0.module = "MCU" }
        #expect(up.device(.version("1.0", module: "MCU")) == ["backend version-report 1.0"])
        #expect(
            up.backend(.offer("2.0")) == ["device offer of 2.0 at u for MCU", "event 1 1.0>2.0 #1 offered for MCU"])
        #expect(up.device(.version("1.0")).isEmpty)
    }

    @Test func `a suppressed report of one module outlives the end of another (B5)`() {
        var desk = Desk(.calm, .calm)
        desk.device(.progress(.downloading, 1), at: 0)
        desk.device(.progress(.downloading, 1, module: "MCU"), at: 0)
        desk.device(.progress(.downloading, 2, module: "MCU"), at: 10)
        desk.device(.progress(.downloading, 2), at: 20)
        desk.device(.progress(.failed, failure: .install), at: 30)
        #expect(desk.time(is: 1030) == ["backend progress downloading 2% for MCU"])
        #expect(desk.time(is: 9000).isEmpty)
    }
}
