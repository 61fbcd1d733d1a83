import ArgumentParser

/// How the program ends, beside success and ArgumentParser's 64 for usage.
enum ExitStatus {
    /// Findings, failed examples, or messages set aside.
    static let findings = ExitCode(1)
    /// A configuration or dialect file that cannot be used (EX_CONFIG).
    static let unusable = ExitCode(78)
}
