import CMosquitto
import CMosquittoGuard
import Glibc

/// Initialised on first use, once a process; it must not run in two threads (mosquitto.h, section Threads).
private let isLibraryReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue

/// Owns one client of the library, which lives for one connection attempt and the connection that comes of it.
///
/// All calls come from one thread. Return values are `MOSQ_ERR_...`; what happened besides is in the sink.
@safe struct MosquittoHandle: ~Copyable {
    private let pointer: OpaquePointer
    /// The callbacks hold it unretained, so it must live as long as `pointer`.
    let sink: EventSink

    private init(_ pointer: OpaquePointer, _ sink: EventSink) {
        unsafe self.pointer = unsafe pointer
        self.sink = sink
    }

    deinit { unsafe mosquitto_destroy(pointer) }

    /// Makes a client and tells it all that must be known before it connects.
    ///
    /// - Throws: `invalidSettings`, `tlsFiles`.
    static func open(_ settings: LinkSettings, version: ProtocolVersion) throws(BrokerError) -> MosquittoHandle {
        guard isLibraryReady else { throw BrokerError(.library, "libmosquitto cannot be initialised") }
        let sink = EventSink(version: version)
        let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
        // This also has SIGPIPE ignored (lib/mosquitto.c:113).
        guard let pointer = unsafe mosquitto_new(settings.clientIdentifier, settings.cleanStart, context) else {
            throw BrokerError(.invalidSettings, "the client identifier is not valid text", systemCode: errno)
        }
        let handle = unsafe MosquittoHandle(pointer, sink)
        try handle.configure(settings, version)
        return handle
    }

    private func configure(_ settings: LinkSettings, _ version: ProtocolVersion) throws(BrokerError) {
        // Nothing is sent but by loopWrite: a PUBACK waits for the commit (lib/packet_mosq.c:203, thread_mosq.c:137).
        unsafe mosquitto_threaded_set(pointer, true)
        unsafe mosquitto_int_option(pointer, MOSQ_OPT_PROTOCOL_VERSION, Int32(version.rawValue))
        unsafe mosquitto_int_option(pointer, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(settings.receiveMaximum))
        unsafe mosquitto_int_option(pointer, MOSQ_OPT_SEND_MAXIMUM, Int32(settings.sendMaximum))
        // A lone PUBACK would otherwise wait for the peer's delayed acknowledgement.
        unsafe mosquitto_int_option(pointer, MOSQ_OPT_TCP_NODELAY, 1)
        setCallbacks()
        try require(
            unsafe mosquitto_username_pw_set(pointer, settings.username, settings.password), "user name or password")
        if let tls = settings.tls { try setTLS(tls) }
    }
    private func setCallbacks() {
        unsafe mosquitto_connect_v5_callback_set(pointer, onConnect)
        unsafe mosquitto_disconnect_v5_callback_set(pointer, onDisconnect)
        unsafe mosquitto_message_v5_callback_set(pointer, onMessage)
        unsafe mosquitto_publish_v5_callback_set(pointer, onPublish)
        unsafe mosquitto_subscribe_v5_callback_set(pointer, onSubscribe)
        unsafe mosquitto_log_callback_set(pointer, onLog)
    }

    private func setTLS(_ tls: TLSSettings) throws(BrokerError) {
        // Without any authority the library refuses every connection after the first one (lib/net_mosq.c:674), so the
        // system's folder stands in.
        let folder: String? = tls.authorityPath == nil ? "/etc/ssl/certs" : nil
        let code = unsafe mosquitto_tls_set(
            pointer, tls.authorityPath, folder, tls.certificatePath, tls.keyPath, noPassPhrase)
        guard code == MOSQ_ERR_SUCCESS.rawValue else {
            throw BrokerError(
                .tlsFiles, "a certificate or key file cannot be opened", libraryCode: code, systemCode: errno)
        }
        try require(unsafe mosquitto_tls_insecure_set(pointer, !tls.checksHostName), "host name check")
    }

    private func require(_ code: Int32, _ what: String) throws(BrokerError) {
        guard code != MOSQ_ERR_SUCCESS.rawValue else { return }
        throw BrokerError(.invalidSettings, "\(what) not accepted by the library", libraryCode: code)
    }

    /// The connection's socket, nil when there is none.
    var socket: Int32? {
        let descriptor = unsafe mosquitto_socket(pointer)
        return descriptor < 0 ? nil : descriptor
    }

    /// Whether packets are queued.
    ///
    /// Means nothing before a TLS handshake is over (lib/mosquitto.c:337).
    var wantsWrite: Bool { unsafe mosquitto_want_write(pointer) }

    /// Starts the connection; only name resolution can block (lib/net_mosq.c:372).
    func connect(_ settings: LinkSettings, host: String, version: ProtocolVersion) -> Int32 {
        if version == .v5, !settings.cleanStart {
            let code = setSessionExpiry(settings.sessionExpirySeconds)
            guard code == MOSQ_ERR_SUCCESS.rawValue else { return code }
        }
        return unsafe mosquitto_connect_bind_async(
            pointer, host, Int32(settings.port), Int32(settings.keepAlive), nil)
    }

    /// Gives the client the CONNECT property without which an MQTT 5 session ends with its connection.
    ///
    /// Only the blocking `mosquitto_connect_bind_v5` takes properties. It stores them before it looks at the port
    /// (lib/connect.c:113), and the asynchronous call sends what is stored (connect.c:165); so it is called with an
    /// impossible port.
    private func setSessionExpiry(_ seconds: UInt32) -> Int32 {
        var properties: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&properties) }
        let added = unsafe mosquitto_property_add_int32(
            &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), seconds)
        guard added == MOSQ_ERR_SUCCESS.rawValue else { return added }
        let stored = unsafe mosquitto_connect_bind_v5(pointer, "", -1, 0, nil, properties)
        return stored == MOSQ_ERR_INVAL.rawValue ? MOSQ_ERR_SUCCESS.rawValue : MOSQ_ERR_UNKNOWN.rawValue
    }

    /// Each log line costs an allocation and a format per packet (lib/logging_mosq.c:41): off once we are connected.
    func stopLog() { unsafe mosquitto_log_callback_set(pointer, nil) }

    /// Reads about one packet; its second argument is overwritten anyway (lib/loop.c:380).
    func loopRead() -> Int32 { unsafe guarded_loop_read(pointer, 1) }
    /// Writes all that is queued, or as much as the socket takes (lib/packet_mosq.c:295).
    func loopWrite() -> Int32 { unsafe mosquitto_loop_write(pointer, 1) }
    func loopMisc() -> Int32 { unsafe mosquitto_loop_misc(pointer) }
    func disconnect() -> Int32 { unsafe mosquitto_disconnect_v5(pointer, 0, nil) }

    /// Queues a PUBLISH and gives its packet identifier through `identifier`.
    func publish(_ topic: String, _ payload: [UInt8], qos: UInt8, identifier: inout Int32) -> Int32 {
        guard let size = Int32(exactly: payload.count) else { return MOSQ_ERR_PAYLOAD_SIZE.rawValue }
        return unsafe payload.withUnsafeBytes { bytes in
            unsafe mosquitto_publish_v5(
                pointer, &identifier, topic, size, bytes.baseAddress, Int32(qos), false, nil)
        }
    }

    /// Queues one SUBSCRIBE for all filters.
    func subscribe(_ filters: [TopicFilter], qos: UInt8, options: Int32, identifier: inout Int32) -> Int32 {
        var copies = unsafe filters.map { unsafe strdup($0.text) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe copies.withUnsafeMutableBufferPointer { texts in
            unsafe mosquitto_subscribe_multiple(
                pointer, &identifier, Int32(texts.count), texts.baseAddress, Int32(qos), options, nil)
        }
    }

    func unsubscribe(_ filters: [TopicFilter]) -> Int32 {
        var copies = unsafe filters.map { unsafe strdup($0.text) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe copies.withUnsafeMutableBufferPointer { texts in
            unsafe mosquitto_unsubscribe_multiple(pointer, nil, Int32(texts.count), texts.baseAddress, nil)
        }
    }
}
