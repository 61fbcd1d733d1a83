import Testing
import Upgrades

/// Texts of the wire are equal only if their bytes are.
struct TextTests {
    private static let composed: Text = "2.0\u{E9}"
    private static let decomposed: Text = "2.0e\u{301}"

    @Test func `two spellings of a letter are two texts`() {
        #expect(Self.composed.string == Self.decomposed.string)  // why String will not do
        #expect(Self.composed != Self.decomposed)
        #expect(Set([Self.composed, Self.decomposed]).count == 2)
        #expect(Text("a\r\n") != Text("a\n") && Text("K") != Text("\u{212A}"))
    }

    @Test func `a version spelled otherwise is another version (B2, B5)`() {
        var desk = Desk(.brisk, .calm)
        desk.device(.version("1.0"))
        desk.backend(.offer(Self.composed))
        #expect(desk.device(.progress(.downloading, 1, of: Self.decomposed)).isEmpty)
        #expect(
            desk.device(.version(Self.decomposed)) == [
                "receipt version-receipt \(Self.decomposed)", "backend version-report \(Self.decomposed)",
            ])
        #expect(desk.device(.version(Self.composed)).last?.contains("succeeded") == true)
    }

    @Test func `a module spelled otherwise is another module (B8)`() {
        var desk = Desk(.calm, .calm)
        desk.device(.version("1", module: Self.composed))
        desk.device(.version("1", module: Self.decomposed))
        #expect(desk.state.records.count == 2)
    }

    @Test func `only ASCII capitals are made small (H3)`() {
        #expect(Text("AbC09ÄÖ*").lowercasedASCII == "abc09ÄÖ*")
    }

    @Test func `packages are the same by digest, size and files; what neither has is equal (B6, H3)`() {
        var one = UpgradePackage()
        one.size = 1
        one.md5 = "AA"
        one.url = "u"
        var other = one
        other.md5 = "aa"
        other.url = "v"
        other.signature = "s"
        #expect(one.isSame(as: other))
        other.sha256 = "bb"
        #expect(!one.isSame(as: other))
        other = one
        other.size = 2
        #expect(!one.isSame(as: other))
        other = one
        other.files = RawJSON("[1]")
        #expect(!one.isSame(as: other))
        other.md5 = nil
        #expect(UpgradePackage().isSame(as: UpgradePackage()))
    }
}
