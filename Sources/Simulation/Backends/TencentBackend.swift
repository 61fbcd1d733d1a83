/// Tencent's cloud: answers every version report, pushes at each report of another version, believes `done`.
package struct TencentBackend: BackendMachine {
    package let family = VendorFamily.tencent
    package let task: UpgradeTask
    package private(set) var rows: [UpgradeRow]
    private let indices: [String: Int]

    package init(_ task: UpgradeTask) {
        self.task = task
        rows = task.freshRows
        indices = Dictionary(task.devices.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    package mutating func handle(_ event: BackendEvent, at now: Duration) -> [BackendAction] {
        switch event {
        case .connected: [.subscribe([Subscription("$ota/report/\(task.product)/+", qos: 1)])]
        case .subscribed, .disconnected: []
        case .woken: rows.expire(at: now)
        case .message(let topic, let payload): heard(topic, payload, at: now)
        }
    }

    private mutating func heard(_ topic: String, _ payload: [UInt8], at now: Duration) -> [BackendAction] {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 4, levels[0] == "$ota", levels[1] == "report", levels[2] == task.product,
            let message = JSONValue.read(payload)
        else { return [] }
        let device = String(levels[3])
        switch message["type"]?.text {
        case "report_version":
            guard let version = message["report"]?["version"]?.text else { return [] }
            return reported(version, by: device, at: now)
        case "report_progress":
            guard let index = indices[device], let progress = message["report"]?["progress"] else { return [] }
            // LuatOS devices put the version beside `report`, and the cloud takes it there too.
            let version = message["report"]?["version"]?.text ?? message["version"]?.text
            guard version == task.package.version else { return [] }
            judge(progress, at: index)
            return rows.nextWake
        default:
            return []
        }
    }

    /// Answers first, then offers: the Python SDK looks at no offer before the answer.
    private mutating func reported(_ version: String, by device: String, at now: Duration) -> [BackendAction] {
        let quoted = JSONText.quoted(version)
        let receipt = #"{"result_code":0,"result_msg":"success","type":"report_version_rsp","version":\#(quoted)}"#
        var actions = [down(receipt, to: device)]
        guard let index = indices[device] else { return actions }
        rows[index].version = version
        if version == task.package.version {
            // Version is truth: it heals an upgrade that seemed lost.
            rows[index].state = .succeeded
            rows[index].deadline = nil
        } else if !rows[index].state.hasEnded {
            actions.append(push(to: index, at: now))
        }
        return actions + rows.nextWake
    }

    private mutating func judge(_ progress: JSONValue, at index: Int) {
        guard !rows[index].state.hasEnded else { return }
        switch progress["state"]?.text {
        case "downloading":
            // The C library of LuatOS begins at -1, others overshoot.
            let percent = progress["percent"]?.liberalInteger.map { min(max($0, 0), 100) }
            rows[index].state = .upgrading(percent: percent)
        case "burning":
            rows[index].state = .upgrading(percent: 100)
        case "done":
            rows[index].state = .succeeded
            rows[index].deadline = nil
        case "fail":
            let code = progress["result_code"]?.liberalInteger.map(String.init) ?? "?"
            let note = progress["result_msg"]?.text ?? ""
            // A retry is pushed at the next version report, as all pushes are.
            _ = rows[index].fail("result_code \(code) \(note)")
        default:
            break
        }
    }

    private mutating func push(to index: Int, at now: Duration) -> BackendAction {
        rows[index].pushes += 1
        if case .pending = rows[index].state { rows[index].state = .pushed }
        rows[index].deadline = rows[index].deadline ?? now + task.timeout
        let package = task.package
        let url = JSONText.quoted(task.signedURL(as: .tencent, at: now))
        let offer =
            #"{"file_size":\#(package.size),"md5sum":"\#(package.md5)","type":"update_firmware","url":\#(url),"#
            + #""version":\#(JSONText.quoted(package.version))}"#
        return down(offer, to: rows[index].device)
    }

    private func down(_ payload: String, to device: String) -> BackendAction {
        .publish(Publication("$ota/update/\(task.product)/\(device)", payload, qos: 0))
    }
}
