import CMosquitto
import Glibc

// The library calls these with its callback mutex held (lib/handle_publish.c:143): they copy what they are given and
// must not set callbacks.

private func sink(_ context: UnsafeMutableRawPointer?) -> EventSink? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<EventSink>.fromOpaque(context).takeUnretainedValue()
}

@c(ota_on_connect)
func onConnect(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ code: CInt, _ flags: CInt, _ properties: OpaquePointer?
) {
    var maximum: UInt16 = 0
    let found = unsafe mosquitto_property_read_int16(
        properties, Int32(MQTT_PROP_RECEIVE_MAXIMUM.rawValue), &maximum, false)
    var quality: UInt8 = 2
    // Sent only where it is less than 2 (MQTT 5, 3.2.2.3.4).
    unsafe mosquitto_property_read_byte(properties, Int32(MQTT_PROP_MAXIMUM_QOS.rawValue), &quality, false)
    let answer = code == 0 && quality == 0 ? 0x9B : UInt8(truncatingIfNeeded: code)
    unsafe sink(context)?.greeted(
        code: answer, isSessionPresent: flags & 1 == 1,
        receiveMaximum: unsafe found == nil ? nil : maximum)
}

@c(ota_on_disconnect)
func onDisconnect(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ code: CInt, _: OpaquePointer?) {
    // The socket is closed before this call, but close() leaves errno alone when it succeeds (lib/loop.c:345).
    let system = errno
    unsafe sink(context)?.ended(code: code, system: system)
}

@c(ota_on_message)
func onMessage(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ message: UnsafePointer<mosquitto_message>?,
    _: OpaquePointer?
) {
    guard let message = unsafe message?.pointee, let topic = unsafe message.topic else { return }
    let payload = unsafe Array(UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen)))
    unsafe sink(context)?.received(
        MQTTMessage(
            topic: String(cString: topic), payload: payload, qos: UInt8(truncatingIfNeeded: message.qos),
            isRetained: message.retain, packetIdentifier: UInt16(truncatingIfNeeded: message.mid)))
}

@c(ota_on_publish)
func onPublish(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ identifier: CInt, _ code: CInt, _: OpaquePointer?
) {
    unsafe sink(context)?.acknowledged(
        UInt16(truncatingIfNeeded: identifier), reasonCode: UInt8(truncatingIfNeeded: code))
}

@c(ota_on_subscribe)
func onSubscribe(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ identifier: CInt, _ count: CInt,
    _ granted: UnsafePointer<CInt>?, _: OpaquePointer?
) {
    let codes = unsafe UnsafeBufferPointer(start: granted, count: Int(count))
    unsafe sink(context)?.subscribed(
        UInt16(truncatingIfNeeded: identifier), granted: codes.map { UInt8(truncatingIfNeeded: $0) })
}

@c(ota_on_log)
func onLog(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ level: CInt, _ text: UnsafePointer<CChar>?) {
    guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
    unsafe sink(context)?.logged(String(cString: text))
}

/// A key with a pass phrase must fail: OpenSSL would otherwise ask for it on the terminal and wait for ever.
@c(ota_no_pass_phrase)
func noPassPhrase(
    _: UnsafeMutablePointer<CChar>?, _: CInt, _: CInt, _: UnsafeMutableRawPointer?
) -> CInt { 0 }
