package import Diagnostics
package import Dialects

/// The files a gateway is made of: its configuration and the dialect files of the folder that it names.
package struct GatewayFiles {
    /// All that was read, for showing findings with their lines.
    package private(set) var sources: [SourceText] = []
    package private(set) var findings = Findings()
    /// Nil after an error.
    package private(set) var configuration: GatewayConfiguration?
    package private(set) var dialects: [String: Dialect] = [:]
    /// Folder of the dialect files; nil where the configuration does not say.
    package private(set) var mappings: String?
    /// Names what the dialect files hold; each progress event carries it.
    package private(set) var mappingVersion = ContentVersion(of: [])
    /// Names what all of the files hold.
    package var version: ContentVersion { ContentVersion(of: sources) }

    /// Reads everything; no finding stops the reading of what does not depend on it.
    package init(configuration path: String) {
        guard let source = SourceFile.read(path, into: &findings) else { return }
        sources.append(source)
        guard let configuration = GatewayConfiguration.readAsFarAsPossible(source, into: &findings) else { return }
        let folder = readDialects(configuration)
        // a dialect whose file has errors is no unknown one; without any file nothing can be said
        if !folder.isEmpty { configuration.check(dialects: dialects.keys + folder.broken, into: &findings) }
        configuration.checkTopics(of: dialects, into: &findings)
        configuration.checkProducts(dialects, into: &findings)
        if !findings.hasErrors { self.configuration = configuration }
    }

    private mutating func readDialects(_ configuration: GatewayConfiguration) -> DialectFolder {
        let folder = DialectFolder(path: configuration.mappings, into: &findings)
        sources += folder.sources
        dialects = folder.dialects
        mappings = configuration.mappings
        mappingVersion = folder.version
        if folder.isEmpty {
            findings.report(
                Finding(
                    .missingFile, "no dialect files in \(quoted(folder.path))", in: configuration.file,
                    at: configuration.mappingsLocation, suggestion: "name the folder of the dialect files"))
        }
        return folder
    }
}
