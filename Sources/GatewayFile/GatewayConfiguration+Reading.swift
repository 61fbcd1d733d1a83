package import Diagnostics
import YAMLSource

extension GatewayConfiguration {
    /// The configuration in a file; nil when anything in it is an error.
    ///
    /// All findings are reported, not only the first.
    ///
    /// - Parameters:
    ///   - source: the file; its name is the path that paths inside are relative to.
    ///   - environment: the files and variables that it refers to; their secrets are read here, once.
    package static func read(
        _ source: SourceText, environment: some ConfigurationEnvironment = HostEnvironment(),
        into findings: inout Findings
    ) -> GatewayConfiguration? {
        var own = Findings()
        let configuration = readAsFarAsPossible(source, environment: environment, into: &own)
        findings.report(own)
        return own.hasErrors ? nil : configuration
    }

    /// The same with what can be read beside the errors, for looking on: such a configuration is not to be run.
    package static func readAsFarAsPossible(
        _ source: SourceText, environment: some ConfigurationEnvironment = HostEnvironment(),
        into findings: inout Findings
    ) -> GatewayConfiguration? {
        var own = Findings()
        defer { findings.report(own) }
        guard let node = YAMLReader.read(source, into: &own),
            var fields = YAMLFields(node, what: "the configuration", file: source.name, into: &own)
        else { return nil }
        let reader = ConfigurationReader(file: source.name, environment: environment)
        let configuration = reader.configuration(&fields, into: &own)
        fields.finish(into: &own)
        guard let configuration else { return nil }
        configuration.checkBrokers(into: &own)
        configuration.checkFleets(into: &own)
        // What an error left out only seems unused.
        if !own.hasErrors { configuration.checkUse(into: &own) }
        return configuration
    }
}
