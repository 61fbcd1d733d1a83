internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What stands between the braces of a hole, with the way back to the file.
struct HoleText {
    let text: String
    /// Where the text starts in the scalar, in bytes.
    let offset: Int
    let scalar: YAMLScalar

    var location: SourceLocation { scalar.location(ofUTF8Offset: offset) }
    var length: Int { text.unicodeScalars.count }
    /// The place of a byte of the text.
    func place(from start: Int) -> SourceLocation { scalar.location(ofUTF8Offset: offset + start) }
}

extension DialectLoader {
    /// `name`, `name:conversion`, `name|fallback` or `name:conversion|fallback`.
    mutating func compileHole(_ hole: HoleText, key: String, pointer: String, mayBeAbsent: Bool) -> Hole? {
        if let told = Self.told[hole.text] {
            return Hole(
                field: told, conversion: .text, fallback: nil, mayBeAbsent: mayBeAbsent, key: Text(key),
                pointer: pointer, location: hole.location)
        }
        let bar = hole.text.firstIndex(of: "|")
        let head = bar.map { hole.text[..<$0] } ?? hole.text[...]
        let fallback = bar.map { String(hole.text[hole.text.index(after: $0)...]) }
        let colon = head.firstIndex(of: ":")
        let name = String(colon.map { head[..<$0] } ?? head)
        let conversionName = colon.map { String(head[head.index(after: $0)...]) }
        guard let field = Field(rawValue: name), !FieldSet.identity.contains(FieldSet(field)) else {
            reportUnknown(name, at: hole)
            return nil
        }
        let place = conversionName == nil ? hole.location : hole.place(from: name.utf8.count + 1)
        guard let conversion = conversion(conversionName, of: field, at: place) else { return nil }
        var compiled: Hole.Fallback?
        if let fallback {
            let place = hole.place(from: head.utf8.count + 1)
            compiled = compileFallback(fallback, conversion, field, isText: conversionName == "text", at: place)
            if compiled == nil { return nil }
        }
        return Hole(
            field: field, conversion: conversion, fallback: compiled, mayBeAbsent: mayBeAbsent || compiled != nil,
            key: Text(key), pointer: pointer, location: hole.location)
    }

    /// An optional member goes when its field is unfilled, so that nothing is ever printed in the field's place.
    ///
    /// What no field tells is another matter: there the member's presence is remembered.
    mutating func warnOfUnusedFallback(_ compiled: Hole, at hole: HoleText) {
        guard compiled.fallback != nil, compiled.field != .opaque, let bar = hole.text.firstIndex(of: "|") else {
            return
        }
        let fallback = hole.text[hole.text.index(after: bar)...]
        findings.report(
            Finding(
                .unused,
                "the text in place of the \(compiled.field.rawValue) is never printed: an optional member is left out",
                in: file, at: hole.place(from: hole.text[...bar].utf8.count),
                length: max(fallback.unicodeScalars.count, 1), severity: .warning,
                suggestion: "remove the bar and what follows it, or the '?' behind the member"))
    }

    /// Holes for what the topic tells, where a payload repeats it.
    private static let told: [String: Field] = ["topic.product": .product, "topic.device": .device]

    private mutating func reportUnknown(_ name: String, at hole: HoleText) {
        let length = name.unicodeScalars.count
        if Field(rawValue: name) != nil {
            report(
                .identityInPayload, "the topic tells the \(name), a payload does not", at: hole.location,
                length: length,
                suggestion:
                    "leave the member out, it is kept as it came; or write ${topic.\(name)} where it must be there")
            return
        }
        let names = Field.allCases.filter { !$0.isIdentity && $0 != .opaque }.map(\.rawValue)
        report(
            .unknownField, name.isEmpty ? "a hole needs a field's name" : "no field named \(quoted(name))",
            at: hole.location,
            length: length,
            suggestion: didYouMean(name, among: names) ?? "expected one of \(names.joined(separator: ", "))")
    }

    private mutating func conversion(_ name: String?, of field: Field, at location: SourceLocation) -> Hole.Conversion?
    {
        guard let name else {
            if field == .opaque { return .text }
            if field.valueType == .word {
                report(
                    .missingConversion, "the field \(quoted(field.rawValue)) needs a table", at: location,
                    length: field.rawValue.count,
                    suggestion: "write ${\(field.rawValue):table} and the table under conversions:")
            }
            return field.standardConversion
        }
        used.insert(":" + name)
        let conversion: Hole.Conversion? =
            switch name {
            case "text": .text
            case "integer": .integer
            case "json": .json
            default: tables[name].map { .table($0) }
            }
        guard let conversion else {
            if !hasUnknownTables { unknownConversions[name, default: []].append(location) }
            return nil
        }
        guard field.takes(conversion) else {
            report(
                .unfitConversion, "\(quoted(name)) cannot convert the \(field.rawValue)", at: location,
                length: name.unicodeScalars.count, suggestion: "expected \(field.conversionsTaken)")
            return nil
        }
        if case .table(let table) = conversion { checkWords(table, of: field) }
        return conversion
    }

    /// Reports the conversions that no table makes, all holes heard.
    ///
    /// Where several holes agree on a name and nobody uses a table of nearly that name, the table is the misspelt one:
    /// that is one finding.
    mutating func reportUnknownConversions(tables members: [YAMLMember]) {
        for (name, places) in unknownConversions {
            let near = nearName(to: name, among: Self.builtIn + tables.keys.sorted())
            let misspelt = members.first { $0.key == near && !used.contains(":" + $0.key) }
            let notes = misspelt.map { member in
                [
                    Finding.Note(
                        "only the table \(quoted(member.key)) stands here, and no hole names it", at: member.keyLocation
                    )
                ]
            }
            for place in misspelt == nil ? places : Array(places.sorted().prefix(1)) {
                report(
                    .unknownConversion, "no conversion named \(quoted(name))", at: place,
                    length: name.unicodeScalars.count,
                    suggestion: near.map { "did you mean \(quoted($0))?" }
                        ?? "write a table under conversions:, or text, integer, json",
                    notes: notes ?? [])
            }
        }
    }

    private mutating func checkWords(_ table: Table, of field: Field) {
        guard let words = field.words else { return }
        for row in table.rows where !words.contains(row.word) {
            findingTables.insert(table.name)
            report(
                .unknownWord, "the \(field.rawValue) cannot be \(quoted(row.word))", at: row.location,
                length: row.word.unicodeScalars.count,
                suggestion: didYouMean(row.word, among: words) ?? "expected one of \(words.joined(separator: ", "))")
        }
    }

    private mutating func compileFallback(
        _ text: String, _ conversion: Hole.Conversion, _ field: Field, isText: Bool, at location: SourceLocation
    ) -> Hole.Fallback? {
        let length = text.unicodeScalars.count
        if let unit = ClockForm.Unit(rawValue: text), field == .opaque {
            return .clock(ClockForm(unit: unit, isText: isText))
        }
        let generators = ["@serial", "@time"] + ClockForm.Unit.allCases.map(\.rawValue)
        if text.hasPrefix("@"), !generators.contains(text) {
            report(
                .badFallback, "nothing is generated by \(quoted(text))", at: location, length: length,
                suggestion: didYouMean(text, among: generators)
                    ?? "expected one of \(Set(generators).sorted().joined(separator: ", "))")
            return nil
        }
        if text == "@serial" || text == "@time" || ClockForm.Unit(rawValue: text) != nil {
            if field == .id, text == "@serial" { return .serial }
            if field == .id, text == "@time" { return .time }
            report(
                .badFallback,
                field == .id ? "an id cannot be \(quoted(text))" : "only an id can be generated", at: location,
                length: length,
                suggestion: field == .opaque || field == .id
                    ? "an id takes @serial or @time, ${_} takes @time, @seconds, @utc or @iso"
                    : "write a fixed text after '|'")
            return nil
        }
        var token: [UInt8] = []
        switch conversion {
        case .text:
            JSONWriter.append(Text(text), to: &token)
        case .integer, .json:
            let document = try? JSONDocument.readStrict(Array(text.utf8))
            let isWhole = if case .integer = conversion { Hole.wholeNumber(Text(text)) != nil } else { true }
            guard let document, isWhole else {
                report(
                    .badFallback, "\(quoted(text)) is no \(isWhole ? "JSON" : "whole number")", at: location,
                    length: length,
                    suggestion: "write what is printed while the \(field.rawValue) is not known")
                return nil
            }
            JSONWriter.append(document.root, of: document, to: &token)
        case .table(let table):
            guard let code = table.prints.values.first(where: { $0.text == Text(text) }) else {
                report(
                    .badFallback, "the table \(quoted(table.name)) prints no code \(quoted(text))", at: location,
                    length: length,
                    suggestion:
                        "expected one of \(Set(table.prints.values.map(\.text.string)).sorted().joined(separator: ", "))"
                )
                return nil
            }
            token = code.token
        }
        return .token(token)
    }
}

extension Field {
    /// What a hole without a conversion does; nil where only a table will do.
    fileprivate var standardConversion: Hole.Conversion? {
        switch valueType {
        case .text, .token: .text
        case .integer, .percent: .integer
        case .json: .json
        case .word: nil
        }
    }

    fileprivate func takes(_ conversion: Hole.Conversion) -> Bool {
        switch (valueType, conversion) {
        case (_, .text) where self == .opaque, (_, .integer) where self == .opaque: true
        case (.text, .text), (.text, .integer), (.text, .table), (.integer, .text), (.integer, .integer),
            (.percent, .text),
            (.percent, .integer), (.json, .json), (.token, .text), (.token, .json), (.word, .table):
            true
        default: false
        }
    }

    fileprivate var conversionsTaken: String {
        switch valueType {
        case .json where self == .opaque: "text, integer or json"
        case .text: "text, integer or a table"
        case .integer, .percent: "text or integer"
        case .json: "json"
        case .token: "text, or none"
        case .word: "a table under conversions:"
        }
    }
}
