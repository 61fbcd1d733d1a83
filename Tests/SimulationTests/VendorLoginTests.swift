import Testing

@testable import Simulation

struct VendorLoginTests {
    @Test func `tencent signs the user name with the decoded secret`() {
        let login = VendorLogin.tencent(
            product: "PRODTENC01", device: "dev1", secret: "MDEyMzQ1Njc4OWFiY2RlZg==", connection: "abcde", expiry: 1000
        )
        #expect(login.clientIdentifier == "PRODTENC01dev1")
        #expect(login.username == "PRODTENC01dev1;12010126;abcde;1000")
        // openssl dgst -sha256 -hmac 0123456789abcdef
        #expect(login.password == "6e96a118ae710c58fe4fdfafd86102a1a7c10fd47ec4e12e9b81723285121c73;hmacsha256")
    }

    @Test func `aliyun signs its parameters with the secret as text`() {
        let login = VendorLogin.aliyun(product: "a1AliPk0001", device: "dev1", secret: "0123456789abcdef")
        #expect(
            login.clientIdentifier
                == "a1AliPk0001.dev1|securemode=3,signmethod=hmacsha256,timestamp=2524608000000|")
        #expect(login.username == "dev1&a1AliPk0001")
        #expect(login.password == "3a3a2334797477adb31e6a0b55e00d97ce60d4b620f12d7367b7eecc3baee556")
    }

    @Test(arguments: [
        ("mqtt://127.0.0.1:28931", "127.0.0.1", 28931, String?.none), ("mqtt://u:p@h", "h", 1883, "u"),
        ("mqtt://h/", "h", 1883, nil),
    ])
    func `broker addresses`(text: String, host: String, port: Int, user: String?) throws {
        let address = try #require(BrokerAddress(text))
        #expect(address.host == host)
        #expect(Int(address.port) == port)
        #expect(address.username == user)
    }

    @Test(arguments: ["127.0.0.1:1883", "mqtts://h", "mqtt://", "mqtt://h:0", "mqtt://h:70000", "mqtt://h/topic"])
    func `no broker addresses`(text: String) { #expect(BrokerAddress(text) == nil) }

    @Test(arguments: [
        ("http://h/f?a=1%2Bb&c", "h", 80, "/f?a=1%2Bb&c"), ("http://h:8080?x", "h", 8080, "/?x"),
        ("http://h", "h", 80, "/"),
    ])
    func `package addresses keep their bytes`(text: String, host: String, port: Int, target: String) {
        let url = PackageURL(text)
        #expect(url?.host == host)
        #expect(url?.port == port)
        #expect(url?.target == target)
    }

    @Test(arguments: ["https://h/f", "http://", "http://h:x/f", "ftp://h/f", ""])
    func `no package addresses`(text: String) { #expect(PackageURL(text) == nil) }
}
