import Glibc

/// Waits for links, further descriptors and a wake at once, with `poll(2)`.
package struct Poller: ~Copyable {
    /// Hand it to whoever may end a wait.
    package let waker: Waker
    private var descriptors: [pollfd] = []

    /// What a wait found.
    ///
    /// Indexes are those of the links given; a link whose connection failed is in both lists, because both `read` and
    /// `write` find out.
    package struct Ready: Sendable, Equatable {
        package var readable: [Int] = []
        package var writable: [Int] = []
        package var isWoken = false

        package var isEmpty: Bool { readable.isEmpty && writable.isEmpty && !isWoken }
    }

    package init() throws(BrokerError) { waker = try Waker() }

    /// Returns when a link can be read or wants to write and can, when woken, or after `timeout` milliseconds (-1 waits
    /// for ever).
    ///
    /// A link with pending input does not wait. A signal ends the wait with whatever is ready: nothing.
    package mutating func wait(for links: [MosquittoLink], timeout: Int32) -> Ready {
        descriptors.removeAll(keepingCapacity: true)
        descriptors.append(pollfd(fd: waker.fileDescriptor, events: Int16(POLLIN), revents: 0))
        var isImpatient = false
        for link in links {
            var entry = pollfd(fd: -1, events: 0, revents: 0)
            if link.wantsRead { entry.events |= Int16(POLLIN) }
            if link.wantsWrite { entry.events |= Int16(POLLOUT) }
            // A hang-up is told even when nothing is asked, and a paused link would not take it; poll(2) passes over
            // negative descriptors.
            if entry.events != 0, let descriptor = link.fileDescriptor { entry.fd = descriptor }
            descriptors.append(entry)
            if link.hasPendingInput { isImpatient = true }
        }
        let count = unsafe poll(&descriptors, nfds_t(descriptors.count), isImpatient ? 0 : timeout)
        var ready = Ready()
        let broken = Int16(POLLERR | POLLHUP | POLLNVAL)
        for (index, link) in links.enumerated() {
            let found = count > 0 ? descriptors[index + 1].revents : 0
            if found & (Int16(POLLIN) | broken) != 0 || link.hasPendingInput { ready.readable.append(index) }
            if found & (Int16(POLLOUT) | broken) != 0 { ready.writable.append(index) }
        }
        if count > 0, descriptors[0].revents != 0 {
            waker.rest()
            ready.isWoken = true
        }
        return ready
    }
}
