/// The two families whose devices and backends can be simulated.
package enum VendorFamily: String, Sendable, Hashable, CaseIterable {
    case tencent
    case aliyun
}
