import Crypto
import Foundation

/// Client identifier, user name and password as each vendor's SDK makes them from a device's secret.
///
/// A broker of one's own may check them or not.
package struct VendorLogin: Sendable, Hashable {
    package let clientIdentifier: String
    package let username: String
    package let password: String

    /// Tencent: the secret is base64 and signs the user name (hazard H44).
    ///
    /// - Parameters:
    ///   - connection: five letters or digits.
    ///   - expiry: seconds since 1970.
    package static func tencent(
        product: String, device: String, secret: String, connection: String, expiry: Int
    ) -> VendorLogin {
        let identifier = product + device
        let username = "\(identifier);12010126;\(connection);\(expiry)"
        let key = SymmetricKey(data: Data(base64Encoded: secret) ?? Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data(username.utf8), using: key)
        return VendorLogin(
            clientIdentifier: identifier, username: username, password: code.hexadecimal + ";hmacsha256")
    }

    /// Aliyun: the secret's text itself signs the sorted parameters; securemode 3 is plain TCP.
    package static func aliyun(product: String, device: String, secret: String) -> VendorLogin {
        let inner = "\(product).\(device)"
        let timestamp = "2524608000000"
        let text = "clientId\(inner)deviceName\(device)productKey\(product)timestamp\(timestamp)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return VendorLogin(
            clientIdentifier: "\(inner)|securemode=3,signmethod=hmacsha256,timestamp=\(timestamp)|",
            username: "\(device)&\(product)", password: code.hexadecimal)
    }
}
