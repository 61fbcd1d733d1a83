package import Diagnostics
package import Translation
package import Upgrades

/// The example conversations beside a dialect file: what comes in, and what must go out.
package struct ExampleFile: Sendable {
    package let name: String
    package let examples: [Example]
    /// Single messages of one dialect, apart from any conversation.
    package let messages: [MessageExample]

    /// The dialects that the examples speak of.
    package var dialects: Set<String> {
        Set(examples.flatMap { [$0.devices, $0.backend] } + messages.map(\.dialect))
    }
}

/// One conversation over one route.
package struct Example: Sendable {
    package let name: String
    package let location: SourceLocation
    /// Names of dialects.
    package let devices: String
    package let backend: String
    package let identities: [Identities]
    package let options: FleetOptions
    package let steps: [Step]

    /// One message, or only a time, and all that comes of it, timers first.
    package struct Step: Sendable {
        package let location: SourceLocation
        /// Milliseconds; nil is a second after the step before.
        package let at: Int64?
        package let topic: Text?
        package let payload: [UInt8]
        package let expected: [Expectation]
    }

    /// One output; only what the file names is compared.
    package struct Expectation: Sendable {
        package let location: SourceLocation
        /// `device`, `backend`, `progress` or `set-aside`.
        package let to: String
        /// Members of the printed line, or of the event, by name: their JSON, compact.
        package let members: [(name: String, json: [UInt8])]
    }
}
