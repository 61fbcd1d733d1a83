import Diagnostics
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// A JSON Schema (draft-07), as far as the shipped ones go, held against YAML as an editor does.
///
/// A keyword that it does not know is a failure: a schema that says more than is checked would only seem to be checked.
struct JSONSchema {
    let root: YAMLNode

    /// - Parameter name: of a file in `Mappings/schema`; JSON is read as the YAML it is.
    init(_ name: String) throws {
        var findings = Findings()
        let path = "\(ShippedMappings.path)/schema/\(name).schema.json"
        let source = try #require(SourceFile.read(path, into: &findings))
        root = try #require(YAMLReader.read(source, into: &findings), "\(findings.all.map(\.line))")
    }

    /// What an editor would underline, as places and keywords; empty for a file that fits.
    func problems(of node: YAMLNode) -> [String] { problems(of: node, by: root, at: "") }

    /// A schema without its `$ref`; what stands beside one is a description.
    func resolved(_ schema: YAMLNode) -> YAMLNode {
        guard let reference = schema["$ref"]?.text else { return schema }
        return resolved(reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? $0 })
    }

    /// The schema at a path of keywords and names, references followed.
    func part(_ path: [String]) throws -> YAMLNode {
        try path.reduce(root) { node, key in
            resolved(try #require(resolved(node)[key], "no \(key) in the schema"))
        }
    }

    private func problems(of node: YAMLNode, by schema: YAMLNode, at path: String) -> [String] {
        let schema = resolved(schema)
        if let condition = schema["if"] {
            let holds = problems(of: node, by: condition, at: path).isEmpty
            guard let branch = schema[holds ? "then" : "else"] else { return [] }
            return problems(of: node, by: branch, at: path)
        }
        return (schema.mapping ?? []).flatMap { keyword in
            problems(of: node, by: keyword, in: schema, at: path).map { "\(path) \($0)" }
                + inner(of: node, by: keyword, in: schema, at: path)
        }
    }

    /// What is wrong with the node itself.
    private func problems(of node: YAMLNode, by keyword: YAMLMember, in schema: YAMLNode, at path: String) -> [String] {
        let value = keyword.value
        let names = value.sequence?.compactMap(\.text) ?? []
        let keys = node.mapping?.map(\.key) ?? []
        switch keyword.key {
        case "type":
            let types = value.sequence == nil ? [value.text ?? ""] : names
            return types.contains { node.isOf($0) } ? [] : ["is no \(types.joined(separator: " or "))"]
        case "enum":
            return (value.sequence ?? []).contains { $0.text == node.text && $0.schemaType == node.schemaType }
                ? [] : ["is not in the list: \(node.text ?? "")"]
        case "required":
            return node.mapping == nil ? [] : names.filter { !keys.contains($0) }.map { "needs \($0)" }
        case "minProperties": return node.mapping.map { $0.count < count(value) } == true ? ["is empty"] : []
        case "minItems": return node.sequence.map { $0.count < count(value) } == true ? ["is empty"] : []
        case "minLength": return node.isOf("string") && (node.text ?? "").isEmpty ? ["is empty"] : []
        case "minimum":
            return node.isOf("number") && (Double(node.text ?? "") ?? 0) < Double(count(value)) ? ["is too small"] : []
        case "pattern":
            return node.isOf("string") && !matches(value, node.text ?? "") ? ["does not fit: \(node.text ?? "")"] : []
        case "dependencies":
            return (value.mapping ?? []).filter { keys.contains($0.key) }
                .flatMap { $0.value.sequence?.compactMap(\.text) ?? [] }.filter { !keys.contains($0) }.map {
                    "needs \($0)"
                }
        case "anyOf":
            return (value.sequence ?? []).contains { problems(of: node, by: $0, at: path).isEmpty }
                ? [] : ["fits no form"]
        case "propertyNames":
            return keys.filter { key in value["pattern"].map { !matches($0, key) } ?? false }.map {
                "has the name \($0)"
            }
        case "additionalProperties" where value.text == "false":
            let known = schema["properties"]?.mapping?.map(\.key) ?? []
            return keys.filter { !known.contains($0) }.map { "has the key \($0)" }
        case "$schema", "title", "description", "definitions", "examples", "properties", "items",
            "additionalProperties":
            return []
        default: return ["has the keyword \(keyword.key), which is not known"]
        }
    }

    /// What is wrong with what the node holds.
    private func inner(of node: YAMLNode, by keyword: YAMLMember, in schema: YAMLNode, at path: String) -> [String] {
        switch keyword.key {
        case "properties":
            return (keyword.value.mapping ?? []).flatMap { member in
                node[member.key].map { problems(of: $0, by: member.value, at: "\(path)/\(member.key)") } ?? []
            }
        case "additionalProperties":
            let known = schema["properties"]?.mapping?.map(\.key) ?? []
            return (node.mapping ?? []).filter { !known.contains($0.key) }.flatMap {
                keyword.value.mapping == nil
                    ? [] : problems(of: $0.value, by: keyword.value, at: "\(path)/\($0.key)")
            }
        case "items":
            return (node.sequence ?? []).flatMap { problems(of: $0, by: keyword.value, at: "\(path)/-") }
        default: return []
        }
    }

    private func count(_ node: YAMLNode) -> Int { node.text.flatMap { Int($0) } ?? 0 }

    private func matches(_ pattern: YAMLNode, _ text: String) -> Bool {
        guard let expression = try? Regex(pattern.text ?? "") else { return false }
        return text.contains(expression)
    }
}

extension YAMLNode {
    /// The JSON type that an editor sees: YAML 1.2's core schema.
    fileprivate var schemaType: String {
        switch content {
        case .sequence: return "array"
        case .mapping: return "object"
        case .scalar(let scalar):
            if isNull { return "null" }
            guard scalar.isPlain else { return "string" }
            if ["true", "false"].contains(scalar.text) { return "boolean" }
            if Int(scalar.text) != nil { return "integer" }
            return Double(scalar.text) != nil ? "number" : "string"
        }
    }

    fileprivate func isOf(_ type: String) -> Bool {
        schemaType == type || type == "number" && schemaType == "integer"
    }
}
