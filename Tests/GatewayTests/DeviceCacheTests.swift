import Journal
import TestMaterial
import Testing
import Upgrades

@testable import Gateway

struct DeviceCacheTests {
    @Test(arguments: 0..<200 as Range<UInt64>) func `it is bounded and loses no change`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var cache = DeviceCache(capacity: 8)
        var stored: [DeviceKey: Int64] = [:]
        var expected: [DeviceKey: Int64] = [:]
        for step in 0..<400 as Range<Int64> {
            let key = DeviceKey("d\(Int.random(in: 0..<30, using: &generator))")
            let place = cache.find(key, fleet: 0) ?? cache.insert(key, fleet: 0, DeviceState(order: stored[key] ?? -1))
            #expect(cache[place].state.order == expected[key] ?? -1)
            cache.update(place) { $0 = DeviceState(order: step) }
            expected[key] = step
            if Int.random(in: 0..<4, using: &generator) == 0 {
                cache.takeChanges { stored[$0.key] = $0.state.order }
                #expect(stored == expected)
            }
            #expect(cache.count <= 8 + 30)
        }
        cache.takeChanges { stored[$0.key] = $0.state.order }
        #expect(stored == expected)
    }

    @Test func `a device that is used stays`() {
        var cache = DeviceCache(capacity: 4)
        for number in 0..<100 {
            let favourite = cache.find(DeviceKey("favourite"), fleet: 0)
            if number > 0 { #expect(favourite != nil) }
            if favourite == nil { _ = cache.insert(DeviceKey("favourite"), fleet: 0, DeviceState(order: 0)) }
            _ = cache.insert(DeviceKey("d\(number)"), fleet: 0, DeviceState(order: 1))
        }
        #expect(cache.count == 4)
    }
}
