import Foundation

/// The expiry that a vendor writes into the URL of a package, and how it is read back (hazard H19).
///
/// The rest of a signature is there for its look; the package server judges the time alone.
package enum URLSignature {
    /// `url` with a query as the family's object store signs it.
    ///
    /// - Parameters:
    ///   - start: seconds since 1970.
    ///   - lifetime: seconds; Tencent's store signs for 24 hours.
    package static func sign(_ url: String, as family: VendorFamily, from start: Int, for lifetime: Int) -> String {
        let end = start + lifetime
        switch family {
        case .tencent:
            let time = "\(start)%3B\(end)"
            return url
                + "?sign=q-sign-algorithm%3Dsha1%26q-ak%3DAKIDsimulated%26q-sign-time%3D\(time)%26q-key-time%3D\(time)"
                + "%26q-header-list%3D%26q-url-param-list%3D%26q-signature%3D0123456789abcdef"
        case .aliyun:
            return url + "?Expires=\(end)&OSSAccessKeyId=LTAIsimulated&Signature=c2ltdWxhdGVk%2Bc2ln%3D"
        }
    }

    /// When a query expires, in seconds since 1970; nil when it carries no signature.
    package static func expiry(ofQuery query: String) -> Int? {
        let parameters = query.split(separator: "&").flatMap { parameter in
            // Tencent's whole signature is one percent-encoded parameter.
            (parameter.removingPercentEncoding ?? String(parameter)).split(separator: "&").map(String.init)
        }
        for parameter in parameters {
            if let value = value(of: "Expires", in: parameter) { return Int(value) }
            if let value = value(of: "q-sign-time", in: parameter) {
                return value.split(separator: ";").last.flatMap { Int($0) }
            }
        }
        return nil
    }

    private static func value(of name: String, in parameter: String) -> Substring? {
        parameter.hasPrefix(name + "=") ? parameter.dropFirst(name.count + 1) : nil
    }
}
