import Testing
import Upgrades

@testable import Dialects

/// What a dialect cannot carry, told before a device sees it.
struct LimitTests {
    private func offer(_ change: (inout CanonicalMessage, inout UpgradePackage) -> Void) -> CanonicalMessage {
        var message = CanonicalMessage(.offer)
        message.target = "2.0.0"
        var package = UpgradePackage()
        package.size = 10
        package.url = "http://h/f"
        package.md5 = "ab"
        change(&message, &package)
        message.package = package
        return message
    }

    private func refusal(_ offer: CanonicalMessage, _ options: FleetOptions = FleetOptions()) throws -> String? {
        try OfferCarriage(
            device: Repository.dialect("tencent"), backend: Repository.dialect("aliyun"), options: options
        )
        .refusal(of: offer)
    }

    @Test func `limits hold to the byte`() throws {
        #expect(try refusal(offer { _, _ in }) == nil)
        #expect(try refusal(offer { message, _ in message.target = Text(String(repeating: "v", count: 32)) }) == nil)
        #expect(try refusal(offer { message, _ in message.target = Text(String(repeating: "é", count: 17)) }) != nil)
        #expect(try refusal(offer { message, _ in message.target = "a\"b" }) != nil)
        #expect(try refusal(offer { message, _ in message.target = "a\\b" }) != nil)
        #expect(try refusal(offer { _, package in package.url = Text(String(repeating: "u", count: 1024)) }) == nil)
        #expect(try refusal(offer { _, package in package.url = Text(String(repeating: "u", count: 1025)) }) != nil)
    }

    @Test func `what the wire has no place for is refused or dropped as the file says`() throws {
        #expect(try refusal(offer { _, package in package.isDiff = true }) != nil)
        #expect(try refusal(offer { _, package in package.isDiff = false }) == nil)
        #expect(try refusal(offer { _, package in package.signature = "s" }) != nil)
        #expect(try refusal(offer { message, _ in message.module = "MCU" }) != nil)
        #expect(try refusal(offer { message, _ in message.module = "default" }) == nil)
        #expect(try refusal(offer { _, package in package.files = RawJSON("[]") }) != nil)
        #expect(try refusal(offer { _, package in package.transport = .stream }) != nil)
        #expect(try refusal(offer { _, package in package.md5 = nil }) != nil)
        #expect(try refusal(offer { _, package in package.md5 = "" }) != nil)
        #expect(try refusal(offer { _, package in (package.md5, package.sha256) = (nil, "s") }) != nil)
        var allowing = FleetOptions()
        allowing.allowed = [.diff, .signature]
        #expect(try refusal(offer { _, package in (package.isDiff, package.signature) = (true, "s") }, allowing) == nil)
    }

    @Test func `what is dropped is named`() throws {
        let carriage = try OfferCarriage(
            device: Repository.dialect("tencent"), backend: Repository.dialect("aliyun"), options: FleetOptions())
        let stripped = carriage.strip(
            offer { _, package in
                package.sha256 = "s"
                package.extraData = RawJSON("{}")
            })
        #expect(Set(stripped.dropped) == ["sha256", "extra-data"])
        #expect(stripped.offer.package?.sha256 == nil)
    }
}
