import Dialects
import Translation
import Upgrades

/// A line that a conversation should put out, or did; compared as text so that a failure shows both.
enum Line {
    case message(Sender, Wire)
    case event(ExpectedEvent)
    case setAside(SetAsideCode)

    func text(heard: Wire?) -> String {
        switch self {
        case .message(let receiver, let wire): Self.text(receiver, wire.topic, wire.payload, wire.qos)
        case .event(let event): event.text(heard: heard)
        case .setAside(let code): "set-aside \(code.rawValue)"
        }
    }

    static func text(of output: Output, _ device: Identity) -> String {
        switch output {
        case .message(let message):
            text(
                message.receiver, message.printed.topic, String(decoding: message.printed.payload, as: UTF8.self),
                message.printed.qos)
        case .event(let event): event.text(of: device)
        case .setAside(let code, _): "set-aside \(code.rawValue)"
        }
    }

    private static func text(_ receiver: Sender, _ topic: String, _ payload: String, _ qos: Int) -> String {
        "to \(receiver) \(topic) qos \(qos) \(payload)"
    }
}

func toDevice(_ wire: Wire) -> Line { .message(.device, wire) }
func toBackend(_ wire: Wire) -> Line { .message(.backend, wire) }
func setAside(_ code: SetAsideCode) -> Line { .setAside(code) }

/// An event of the usual upgrade from 1.0 to 2.0, where not told otherwise.
func event(
    _ phase: Phase, _ percent: Int? = nil, from: String? = "1.0", to: String? = "2.0", attempt: Int = 1,
    failure: FailureClass? = nil, note: String = "", native: ExpectedEvent.Native = .asHeard, dropped: [String] = [],
    synthetic: Bool = false, module: String = "default", device: String = "dev1"
) -> Line {
    .event(
        ExpectedEvent(
            device: device, module: module, from: from, to: to, attempt: attempt, phase: phase, percent: percent,
            failure: failure.map { "\($0.rawValue) '\(note)'" }, native: native, dropped: dropped, synthetic: synthetic)
    )
}

struct ExpectedEvent {
    enum Native {
        /// What the message that was heard said, in events that tell it.
        case asHeard
        case null
        case json(String)
    }

    let device: String
    let module: String
    let from: String?
    let to: String?
    let attempt: Int
    let phase: Phase
    let percent: Int?
    let failure: String?
    let native: Native
    let dropped: [String]
    let synthetic: Bool

    func text(heard: Wire?) -> String {
        let native: String? =
            switch native {
            case .asHeard: synthetic || phase == .offered ? nil : heard?.native
            case .null: nil
            case .json(let json): json
            }
        return ProgressEvent.text(
            device, module, from, to, attempt, phase, percent, failure, native, dropped, synthetic)
    }
}

extension ProgressEvent {
    func text(of device: Identity) -> String {
        Self.text(
            device.device.string, module.string, from?.string, target?.string, attempt, phase, percent,
            failure.map { "\($0.kind.rawValue) '\($0.note)'" }, native?.string, dropped.map(\.string), isSynthetic)
    }

    fileprivate static func text(
        _ device: String, _ module: String, _ from: String?, _ to: String?, _ attempt: Int, _ phase: Phase,
        _ percent: Int?,
        _ failure: String?, _ native: String?, _ dropped: [String], _ synthetic: Bool
    ) -> String {
        "event \(device) \(module) \(from ?? "?") > \(to ?? "?") attempt \(attempt) \(phase.rawValue)"
            + (percent.map { " \($0)%" } ?? "") + (failure.map { " failure \($0)" } ?? "")
            + (native.map { " native \($0)" } ?? "") + (dropped.isEmpty ? "" : " dropped \(dropped.sorted())")
            + (synthetic ? " synthetic" : "")
    }
}

/// The lines of `expect { ... }`.
@resultBuilder enum Lines {
    static func buildExpression(_ line: Line) -> [Line] { [line] }
    static func buildBlock(_ lines: [Line]...) -> [Line] { lines.flatMap { $0 } }
    static func buildOptional(_ lines: [Line]?) -> [Line] { lines ?? [] }
    static func buildEither(first lines: [Line]) -> [Line] { lines }
    static func buildEither(second lines: [Line]) -> [Line] { lines }
    static func buildArray(_ lines: [[Line]]) -> [Line] { lines.flatMap { $0 } }
}
