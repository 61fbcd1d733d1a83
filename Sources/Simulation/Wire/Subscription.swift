/// One topic filter that a simulated device or backend asks for, with the QoS it asks.
package struct Subscription: Sendable, Hashable {
    package let filter: String
    package let qos: Int

    package init(_ filter: String, qos: Int) {
        self.filter = filter
        self.qos = qos
    }
}
