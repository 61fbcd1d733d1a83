import MosquittoClient

/// Does what the machine of a device says: MQTT through a station, HTTP through downloads, bytes into the flash.
final class DeviceShell: Participant {
    let name: String
    let station: Station
    private var machine: DeviceMachine
    private var flash = Flash()
    /// The download under way; letters of any other are old.
    private var download: Download?
    private var request = DownloadRequest(url: "", range: nil, offset: 0, digestKind: .md5)
    private var wakeTime: Duration?
    private var shown: DeviceStatus?
    private var trouble: String?
    private let mailbox: Mailbox
    /// Hands out numbers that no other download of this loop has.
    private let nextDownload: () -> Int

    /// The bytes a device reads at once; the rest of a piece is lost when it hangs up.
    private static let readSize = 4096

    init(_ device: SimulatedDevice, epoch: Int, mailbox: Mailbox, nextDownload: @escaping () -> Int) throws {
        name = device.name
        station = try Station(device.linkSettings(epoch: epoch))
        machine = device.machine
        self.mailbox = mailbox
        self.nextDownload = nextDownload
    }

    var nextDue: Duration? { wakeTime }
    var hasEnded: Bool { machine.status.result != nil }
    var status: DeviceStatus { machine.status }
    var downloadNumber: Int? { download?.number }

    func start() { station.connect() }

    func heard(_ news: Station.News, at now: Duration) {
        switch news {
        case .connected: handle(.connected, at: now)
        case .subscribed(let granted): handle(.subscribed(granted: granted), at: now)
        case .disconnected: handle(.disconnected, at: now)
        case .message(let topic, let payload): handle(.message(topic: topic, payload: payload), at: now)
        case .trouble(let text):
            trouble = text
            handle(.disconnected, at: now)
        }
    }

    func woken(at now: Duration) {
        wakeTime = nil
        handle(.woken, at: now)
    }

    func take(_ letter: Mailbox.Letter, at now: Duration) {
        for news in letter.news {
            guard let download, download.number == letter.download else { return }
            switch news {
            case .answered(let status):
                // A server that knows no ranges sends the file from its start.
                if status == 200 { flash.begin(at: 0, digest: request.digestKind, corrupts: request.corrupts) }
                handle(.downloadStarted, at: now)
            case .bytes(let bytes):
                store(bytes[...], of: download, at: now)
            case .ended:
                self.download = nil
                handle(.downloaded(digest: flash.digest), at: now)
            case .failed(let failure):
                self.download = nil
                handle(.downloadFailed(failure), at: now)
            }
        }
        if download?.number == letter.download { download?.proceed() }
    }

    func changes() -> [SimulationChange] {
        var changes: [SimulationChange] = []
        if let trouble = trouble ?? station.takeUnsendable() {
            changes.append(.trouble(name: name, trouble))
            self.trouble = nil
        }
        if shown != machine.status {
            shown = machine.status
            changes.append(.device(name: name, family: machine.wire.family, machine.status))
        }
        return changes
    }

    /// Hangs up a download that nobody waits for any more.
    func stop() {
        download?.cancel()
        download = nil
    }

    private func store(_ bytes: ArraySlice<UInt8>, of download: Download, at now: Duration) {
        var rest = bytes
        while !rest.isEmpty, self.download?.number == download.number {
            flash.append(rest.prefix(Self.readSize))
            rest = rest.dropFirst(Self.readSize)
            handle(.stored(flash.bytes.count), at: now)
        }
    }

    private func handle(_ event: DeviceEvent, at now: Duration) {
        for action in machine.handle(event, at: now) {
            switch action {
            case .connect: station.connect()
            case .disconnect: station.disconnect()
            case .subscribe(let subscriptions):
                do throws(BrokerError) {
                    try station.subscribe(subscriptions)
                } catch {
                    trouble = error.description
                }
            case .publish(let publication): station.send(publication)
            case .erase: flash.erase()
            case .download(let request):
                self.request = request
                flash.begin(at: request.offset, digest: request.digestKind, corrupts: request.corrupts)
                download = Download(request, number: nextDownload(), mailbox: mailbox)
            case .cancelDownload: stop()
            case .wake(let time): wakeTime = time
            }
        }
    }
}
