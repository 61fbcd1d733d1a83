import CMosquitto
import Glibc

extension BrokerError {
    /// Puts the library's code, `errno` and what OpenSSL wrote to the log during this connection into one error.
    ///
    /// TLS failures all come as `MOSQ_ERR_TLS` or as EPROTO; only the log text tells them apart (lib/net_mosq.c:437).
    init(library code: Int32, system: Int32, log: [String]) {
        if let tls = BrokerError.tlsFailure(in: log) {
            self.init(tls.0, tls.1, libraryCode: code, systemCode: system)
            return
        }
        let (kind, text): (Code, String) =
            switch code {
            case MOSQ_ERR_EAI.rawValue:
                (.unknownHost, "the host name cannot be resolved, check its spelling and the name server")
            case MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_NO_CONN.rawValue, MOSQ_ERR_SUCCESS.rawValue:
                (.connectionLost, "the broker closed the connection")
            case MOSQ_ERR_KEEPALIVE.rawValue: (.timedOut, "no answer within the keep-alive time")
            case MOSQ_ERR_TLS.rawValue: (.tls, "the tls handshake failed, check that the port speaks tls")
            case MOSQ_ERR_PAYLOAD_SIZE.rawValue, MOSQ_ERR_OVERSIZE_PACKET.rawValue:
                (.payloadTooLarge, "the message is larger than the broker accepts")
            case MOSQ_ERR_MALFORMED_UTF8.rawValue:
                (.protocolViolation, "the broker sent a topic that is not valid text")
            case MOSQ_ERR_PROTOCOL.rawValue, MOSQ_ERR_MALFORMED_PACKET.rawValue,
                MOSQ_ERR_DUPLICATE_PROPERTY.rawValue, MOSQ_ERR_TOPIC_ALIAS_INVALID.rawValue:
                (.protocolViolation, "the peer does not speak mqtt as expected, check host and port")
            case MOSQ_ERR_ERRNO.rawValue: BrokerError.systemFailure(system)
            default: (.library, unsafe BrokerError.lowercased(mosquitto_strerror(code)))
            }
        self.init(kind, text, libraryCode: code, systemCode: system)
    }

    /// The broker's DISCONNECT (MQTT 5, 3.14.2.1).
    init(disconnectReason code: UInt8) {
        guard code != 0x8E else {
            self.init(
                .takenOver, "another connection took over this client identifier, run one gateway per journal",
                reasonCode: code)
            return
        }
        self.init(
            .closedByBroker, "the broker closed the connection: \(BrokerError.reasonText(code))", reasonCode: code)
    }

    static func reasonText(_ code: UInt8) -> String {
        unsafe lowercased(mosquitto_reason_string(Int32(code)))
    }

    private static func systemFailure(_ code: Int32) -> (Code, String) {
        switch code {
        case ECONNREFUSED: (.connectionRefused, "connection refused, nothing listens on that port")
        case ETIMEDOUT: (.timedOut, "connection timed out, check address and firewall")
        // The library makes EPROTO of any end of a TLS connection; a real failure would be in the log (lib/net_mosq.c:968).
        // No errno at all is the end of a connection in the middle of a packet.
        case 0, ECONNRESET, EPIPE, ENOTCONN, EPROTO: (.connectionLost, "the broker closed the connection")
        default: (.system, unsafe lowercased(strerror(code)))
        }
    }

    private static func tlsFailure(in log: [String]) -> (Code, String)? {
        func heard(_ part: String) -> Bool { log.contains { $0.contains(part) } }
        if heard("host name verification failed") {
            return (.certificateHostName, "certificate does not match host name")
        }
        if heard("Unable to load CA") { return (.tlsFiles, "the ca file cannot be read as pem certificates") }
        if heard("Unable to load client certificate") {
            return (.tlsFiles, "the certificate file cannot be read as a pem certificate")
        }
        if heard("Unable to load client key") {
            return (.tlsFiles, "the key file cannot be read as an unencrypted pem key")
        }
        if heard("certificate/key are inconsistent") {
            return (.tlsFiles, "the key does not belong to the certificate")
        }
        if heard("certificate verify failed") {
            return (
                .certificateUntrusted, "the broker's certificate is not signed by a trusted authority or has expired"
            )
        }
        if heard("alert certificate required") || heard("alert handshake failure") || heard("alert unknown ca")
            || heard("alert bad certificate") || heard("alert certificate")
        {
            return (.certificateRefused, "the broker did not accept our certificate, or wants one and got none")
        }
        if heard("wrong version number") || heard("unexpected eof") || heard("packet length too long") {
            return (.tls, "the tls handshake failed, check that the port speaks tls")
        }
        guard let first = log.first(where: { $0.contains("OpenSSL Error") }) else { return nil }
        return (.tls, "tls failed: \(first.lowercased())")
    }

    private static func lowercased(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "unknown error" }
        var words = unsafe String(cString: text).lowercased()
        while words.hasSuffix(".") { words.removeLast() }
        return words
    }
}
