import CMosquitto
import CMosquittoGuard
import Glibc

/// How a connection comes up, is read, and ends.
extension MosquittoLink {
    /// Looks whether the TCP handshake is over; if so starts what comes next.
    func advanceOpening() {
        guard let descriptor = fileDescriptor else { return finish(code: MOSQ_ERR_NO_CONN.rawValue, system: 0) }
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&state, 1, 0) > 0 else { return }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else { return finish(code: MOSQ_ERR_ERRNO.rawValue, system: failure) }
        phase = .greeting
        // With TLS the library waits for input before it says hello (lib/loop.c:369), and so would the broker.
        if settings.tls != nil { advanceGreeting() } else { check(handle?.loopWrite() ?? 0) }
    }

    /// Drives the TLS handshake, then sends CONNECT and waits for CONNACK.
    func advanceGreeting() {
        check(handle?.loopRead() ?? 0)
        guard phase == .greeting else { return }
        // No PUBLISH is accepted before CONNACK (lib/handle_publish.c:55), so there is no PUBACK this could send early.
        check(handle?.loopWrite() ?? 0)
        if phase == .greeting, settings.tls != nil { noticeHangUp() }
    }

    /// A peer that resets the connection during the TLS handshake is retried by the library for ever
    /// (lib/net_mosq.c:470), while the socket stays readable.
    private func noticeHangUp() {
        guard let descriptor = fileDescriptor else { return }
        var byte: UInt8 = 0
        let count = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        guard count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) else { return }
        finish(code: MOSQ_ERR_CONN_LOST.rawValue, system: 0)
    }

    /// Reads until a library call has nothing to tell.
    ///
    /// One call reads one packet or so, and it may return with decrypted bytes left, because the PUBACKs it queues leave
    /// EAGAIN in `errno` (lib/loop.c:401, packet_mosq.c:194). A call without callback and with EAGAIN found the socket
    /// empty. One without EAGAIN has read something silent, like PINGRESP: it may be repeated, but not for ever.
    func drain(limit: Int) {
        hasUnreadInput = false
        guard let sink = handle?.sink else { return }
        let start = sink.messages
        var silentCalls = 0
        while phase == .up {
            let before = sink.packets
            errno = 0
            let code = handle?.loopRead() ?? 0
            let system = errno
            check(code)
            if sink.packets == before {
                silentCalls += 1
                if system != 0 || silentCalls == 8 { return }
            } else {
                silentCalls = 0
            }
            if sink.messages - start >= limit {
                hasUnreadInput = phase == .up
                return
            }
        }
    }

    /// Has the kernel put what is written into as few segments as it fits, until it is told to let go.
    ///
    /// The library writes each packet by itself (lib/packet_mosq.c:295), which without delay would be a segment each.
    func gather(_ isGathering: Bool) {
        guard let descriptor = fileDescriptor else { return }
        var value: Int32 = isGathering ? 1 : 0
        // Where it is not possible, packets go out one by one.
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Looks at what a library call left behind, after each one.
    func check(_ code: Int32) {
        let system = errno
        guard let sink = handle?.sink else { return }
        if code == GUARD_ABORTED { return finish(code: MOSQ_ERR_MALFORMED_PACKET.rawValue, system: 0) }
        if let end = sink.end { return finish(code: end.code, system: end.system) }
        // Some ends of a TLS handshake come without a callback (lib/loop.c:370).
        if fileDescriptor == nil { return finish(code: code, system: system) }
        if sink.refusal != nil { return finish(code: MOSQ_ERR_CONN_REFUSED.rawValue, system: 0) }
        if phase == .greeting, sink.isUp {
            phase = .up
            versions.accepted()
            handle?.stopLog()
        }
    }

    /// Moves what the callbacks gathered to where it survives the handle.
    func collect() {
        guard let sink = handle?.sink, !sink.events.isEmpty else { return }
        if pending.isEmpty {
            swap(&pending, &sink.events)
        } else {
            pending.append(contentsOf: sink.events)
            sink.events.removeAll(keepingCapacity: true)
        }
    }

    /// Drops the connection or the attempt, because the caller wants it so.
    func abandon(_ error: BrokerError? = nil) {
        guard phase != .idle else { return }
        collect()
        handle = nil
        lookup = nil
        hasUnreadInput = false
        phase = .idle
        pending.append(.disconnected(error))
    }

    /// Goes on with the connection once the host's name has an address.
    func advanceLookup() {
        guard let found = lookup?.outcome else { return }
        lookup = nil
        switch found {
        case .address(let address): open(at: address)
        case .failure(let code): finish(code: MOSQ_ERR_EAI.rawValue, system: code)
        }
    }

    /// Opens the connection.
    ///
    /// With TLS the library must know the name, to hold the certificate against it, and so looks it up again: that the name
    /// server has answered just now is what keeps this from blocking for long.
    func open(at address: String) {
        phase = .opening
        do throws(BrokerError) {
            let fresh = try MosquittoHandle.open(settings, version: versions.current)
            let host = settings.tls == nil ? address : settings.host
            let code = fresh.connect(settings, host: host, version: versions.current)
            let system = errno
            handle = consume fresh
            guard code == MOSQ_ERR_SUCCESS.rawValue else { return finish(code: code, system: system) }
            advanceOpening()
        } catch {
            phase = .idle
            pending.append(.unreachable(error))
        }
    }

    /// Ends the connection, whose last events still count, and says why.
    func finish(code: Int32, system: Int32) {
        collect()
        let wasClosing = phase == .closing
        let sink = handle?.sink
        handle = nil
        hasUnreadInput = false
        phase = .idle
        if let refusal = sink?.refusal {
            if refusal.isProtocolVersion, versions.refused() { return connect() }
            pending.append(.refused(refusal))
            return
        }
        let log = sink?.log ?? []
        let isReason = code >= 0x80
        let error =
            isReason
            ? BrokerError(disconnectReason: UInt8(truncatingIfNeeded: code))
            : BrokerError(library: code, system: system, log: log)
        if sink?.greeting != nil {
            pending.append(.disconnected(wasClosing && !isReason ? nil : error))
        } else if error.code == .connectionLost {
            versions.closedWithoutAnswer()
            pending.append(.unreachable(settings.tls == nil ? Self.hungUp : Self.hungUpInTLS))
        } else {
            pending.append(.unreachable(error))
        }
    }

    private static let hungUp = BrokerError(.connectionLost, "the broker closed the connection without an answer")
    /// The alert that says so can be lost when a TLS 1.3 broker hangs up on our CONNECT.
    private static let hungUpInTLS = BrokerError(
        .connectionLost, "the broker closed the connection without an answer, it may want another client certificate")
}
