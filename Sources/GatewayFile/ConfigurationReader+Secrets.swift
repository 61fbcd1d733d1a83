import Diagnostics
import YAMLSource

extension ConfigurationReader {
    /// What stands in place of a secret or a path: `${file:path}` or `${env:NAME}`.
    enum Reference {
        case file(String)
        case variable(String)
    }

    /// The value of `username` or `password`; nil when absent or reported.
    ///
    /// Findings about a literal stand at the key and never quote the value: they are shown in logs.
    func secret(_ key: String, of fields: inout YAMLFields, into findings: inout Findings) -> Secret? {
        guard let member = fields.takeMember(key) else { return nil }
        let node = member.value
        guard let text = node.text, !node.isNull, node.tag == nil else {
            findings.report(
                Finding(
                    .wrongType, "\(quoted(key)) must be text", in: file, at: member.keyLocation,
                    length: key.unicodeScalars.count))
            return nil
        }
        guard text.contains("${") else {
            if key == "password" { findings.report(literalPassword(at: member.keyLocation)) }
            return Secret(text)
        }
        guard let reference = reference(text, at: member.keyLocation, nil, into: &findings) else { return nil }
        switch reference {
        case .variable(let name): return variable(name, at: node.location, node, into: &findings).map(Secret.init)
        case .file(let path): return secretFile(path, node, into: &findings)
        }
    }

    /// - Parameter node: what findings underline; nil where the text may be a secret.
    func reference(
        _ text: String, at location: SourceLocation, _ node: YAMLNode?, into findings: inout Findings
    ) -> Reference? {
        if text.hasPrefix("${"), text.hasSuffix("}"), let colon = text.firstIndex(of: ":") {
            let name = String(text[text.index(after: colon)...].dropLast())
            let scheme = text[..<colon].dropFirst(2)
            if !name.isEmpty, !name.contains("}") {
                if scheme == "file" { return .file(name) }
                if scheme == "env" { return .variable(name) }
            }
        }
        findings.report(
            Finding(
                .badReference, "not a reference to a file or variable", in: file, at: location,
                length: node?.length ?? 1, suggestion: "write ${file:path} or ${env:NAME} and nothing beside it"))
        return nil
    }

    func variable(
        _ name: String, at location: SourceLocation, _ node: YAMLNode, into findings: inout Findings
    ) -> String? {
        if let value = environment.variable(name), !value.isEmpty { return value }
        findings.report(
            Finding(
                .missingVariable, "environment variable \(quoted(name)) is not set", in: file, at: location,
                length: node.length))
        return nil
    }

    /// Reports a file that is not there, and a key or secret that every user of the machine can read.
    ///
    /// - Returns: the file's bytes, nil when it cannot be read.
    @discardableResult
    func readFile(
        _ path: String, isSecret: Bool, _ node: YAMLNode, into findings: inout Findings
    ) -> [UInt8]? {
        guard let bytes = environment.contents(ofFile: path) else {
            findings.report(
                Finding(
                    .missingFile, "cannot read the file \(quoted(path, limit: 200))", in: file, at: node.location,
                    length: node.length))
            return nil
        }
        if isSecret, environment.isReadableByAll(path) {
            findings.report(
                Finding(
                    .exposedSecret, "every user can read \(quoted(path, limit: 200))", in: file, at: node.location,
                    length: node.length, severity: .warning, suggestion: "chmod o-r"))
        }
        return bytes
    }

    private func secretFile(_ name: String, _ node: YAMLNode, into findings: inout Findings) -> Secret? {
        let path = SourceFile.path(name, besides: file)
        guard var bytes = readFile(path, isSecret: true, node, into: &findings) else { return nil }
        // Editors and echo end a file with a newline, which is no part of the secret.
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= 65_535, let text = String(validating: bytes, as: UTF8.self) else {
            findings.report(
                Finding(
                    .badReference, "\(quoted(path, limit: 200)) holds no text that can be a secret", in: file,
                    at: node.location, length: node.length))
            return nil
        }
        return Secret(text)
    }

    private func literalPassword(at location: SourceLocation) -> Finding {
        Finding(
            .literalPassword, "a password stands in the file", in: file, at: location, length: 8, severity: .warning,
            suggestion: "keep it elsewhere: ${file:path} or ${env:NAME}")
    }
}
