/// Aliyun's cloud: answers no report, pushes when a device shows an old version, believes only the version.
package struct AliyunBackend: BackendMachine {
    package let family = VendorFamily.aliyun
    package let task: UpgradeTask
    package let form: AliyunOfferForm
    package private(set) var rows: [UpgradeRow]
    private let indices: [String: Int]
    /// The version each device had when its upgrade was pushed: coming back with it is no failure.
    private var sources: [String?]

    package init(_ task: UpgradeTask, form: AliyunOfferForm = AliyunOfferForm()) {
        self.task = task
        self.form = form
        rows = task.freshRows
        indices = Dictionary(task.devices.enumerated().map { ($1, $0) }) { first, _ in first }
        sources = task.devices.map { _ in nil }
    }

    package mutating func handle(_ event: BackendEvent, at now: Duration) -> [BackendAction] {
        switch event {
        case .connected:
            let product = task.product
            let filters = [
                "/ota/device/inform/\(product)/+", "/ota/device/progress/\(product)/+",
                "/sys/\(product)/+/thing/ota/firmware/get", "/ota/device/request/\(product)/+",
            ]
            return [.subscribe(filters.map { Subscription($0, qos: 1) })]
        case .subscribed, .disconnected:
            return []
        case .woken:
            return rows.expire(at: now)
        case .message(let topic, let payload):
            return heard(topic, payload, at: now)
        }
    }

    private mutating func heard(_ topic: String, _ payload: [UInt8], at now: Duration) -> [BackendAction] {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // Own answers on the legacy topic carry `data` and no `params` (hazard H47).
        guard levels.count >= 6, let message = JSONValue.read(payload), let params = message["params"] else {
            return []
        }
        let isQuestion = levels[1] == "sys"
        guard let index = indices[isQuestion ? levels[3] : levels[5]] else { return [] }
        let module = params["module"]?.text
        guard (module ?? "default") == (form.module ?? "default") else {
            // Questions for a module without a task are answered, reports of one are not this task's business.
            return isQuestion ? [reply(to: index, message, data: "{}")] : []
        }
        switch isQuestion ? "get" : levels[3] {
        case "inform":
            guard let version = params["version"]?.text else { return [] }
            return informed(version, by: index, at: now)
        case "progress":
            guard let step = params["step"]?.liberalInteger else { return [] }
            return progressed(to: step, note: params["desc"]?.text ?? "", by: index, at: now)
        case "request":
            guard isDue(index) else { return [] }
            give(index)
            let topic = "/ota/device/request/\(task.product)/\(rows[index].device)"
            return [.publish(Publication(topic, pushText(at: now), qos: 0))]
        default:
            guard isDue(index) else { return [reply(to: index, message, data: "{}")] }
            give(index)
            return [reply(to: index, message, data: offerData(at: now))]
        }
    }

    private mutating func informed(_ version: String, by index: Int, at now: Duration) -> [BackendAction] {
        rows[index].version = version
        guard !rows[index].state.hasEnded else { return [] }
        if version == task.package.version {
            rows[index].state = .succeeded
            rows[index].deadline = nil
            return rows.nextWake
        }
        if case .upgrading = rows[index].state {
            if version == sources[index] { return [] }
            let retries = rows[index].fail("came up with \(version), neither source nor target")
            sources[index] = version
            return retries ? push(to: index, at: now) : rows.nextWake
        }
        // No progress yet: pushed again each time the device shows itself.
        sources[index] = version
        return form.waitsForPull ? [] : push(to: index, at: now)
    }

    private mutating func progressed(to step: Int, note: String, by index: Int, at now: Duration) -> [BackendAction] {
        guard !rows[index].state.hasEnded else { return [] }
        if step < 0 {
            let suffix = note.isEmpty ? "" : " \(note)"
            return rows[index].fail("step \(step)\(suffix)") ? push(to: index, at: now) : rows.nextWake
        }
        // Even 100 decides nothing: the device has to report the target version.
        rows[index].state = .upgrading(percent: min(step, 100))
        rows[index].deadline = rows[index].deadline ?? now + task.timeout
        return rows.nextWake
    }

    /// Whether the device may have the package.
    private func isDue(_ index: Int) -> Bool {
        !rows[index].state.hasEnded && rows[index].version != task.package.version
    }

    private mutating func give(_ index: Int) {
        rows[index].pushes += 1
        if case .pending = rows[index].state { rows[index].state = .pushed }
    }

    private mutating func push(to index: Int, at now: Duration) -> [BackendAction] {
        give(index)
        let topic = "/ota/device/upgrade/\(task.product)/\(rows[index].device)"
        return [.publish(Publication(topic, pushText(at: now), qos: 1))] + rows.nextWake
    }

    /// A push: code is the text "1000", the id is the time in milliseconds.
    private func pushText(at now: Duration) -> String {
        let milliseconds = task.epoch * 1000 + Int(now / .milliseconds(1))
        return #"{"code":"1000","data":\#(offerData(at: now)),"id":\#(milliseconds),"message":"success"}"#
    }

    /// An answer: code is the number 200, the id comes back as it was asked (hazard H15).
    private func reply(to index: Int, _ question: JSONValue, data: String) -> BackendAction {
        let id = question["id"]?.echoed ?? "null"
        let topic = "/sys/\(task.product)/\(rows[index].device)/thing/ota/firmware/get_reply"
        return .publish(Publication(topic, #"{"id":\#(id),"code":200,"data":\#(data)}"#, qos: 0))
    }
}
