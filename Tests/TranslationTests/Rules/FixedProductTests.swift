import Dialects
import Testing
import Translation
import Upgrades

/// Devices of a dialect whose topics name no product have the product of its file.
struct FixedProductTests {
    private static func route() throws -> Route {
        let huawei = try Mappings.load(Mappings.text("huawei.yaml"), name: "huawei.yaml")
        let aliyun = try Mappings.load(Mappings.text("aliyun.yaml"), name: "aliyun.yaml")
        return Route(device: huawei, backend: aliyun, backendName: "aliyun", options: FleetOptions())
    }

    private static func names(_ product: Text) -> Identities {
        Identities(
            device: Identity(product: product, device: "dev1"), backend: Identity(product: "a1Pk", device: "dev1"))
    }

    @Test func `another product is told, with the right one`() throws {
        #expect(try Self.route().problem(with: Self.names("huawei")) == nil)
        #expect(
            try Self.route().problem(with: Self.names("P1"))
                == "'P1/dev1' is no device of dialect huawei; write huawei/dev1")
    }

    @Test func `a name that nobody gave differs in the product alone, in both directions`() throws {
        var conversation = Conversation(route: try Self.route())
        var heard: [String] = []
        func hear(_ topic: Text, _ payload: String) {
            conversation.receive(topic: topic, payload: Array(payload.utf8)) { output, identity in
                guard case .message(let message) = output else { return }
                heard.append("\(identity) \(message.printed.topic)")
            }
        }
        hear(
            "/ota/device/upgrade/a1Pk/dev1",
            #"{"code":"1000","data":{"size":1,"sign":"ab","version":"2","signMethod":"SHA256","url":"http://h/f"},"id":1,"message":"success"}"#
        )
        hear(
            "$oc/devices/dev1/sys/events/up",
            #"{"services":[{"service_id":"$ota","event_type":"version_report","paras":{"fw_version":"1"}}]}"#)
        #expect(
            heard == [
                "huawei/dev1 $oc/devices/dev1/sys/events/down", "huawei/dev1 /ota/device/inform/a1Pk/dev1",
                "huawei/dev1 $oc/devices/dev1/sys/events/down",
            ])
    }
}
