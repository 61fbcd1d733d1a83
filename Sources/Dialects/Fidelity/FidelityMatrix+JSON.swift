internal import Upgrades

extension FidelityMatrix {
    /// Matrices for tools: an array with an object for each ordered pair,
    /// `{"from":"acme","to":"other","rows":[{"kind":"progress","subject":"phase","name":"installing",`
    /// `"verdict":"collapsed onto","onto":"downloaded","note":"..."}]}`.
    ///
    /// `subject` is `message`, `phase`, `failure` or `field`; `verdict` is one of the six words of the legend; `onto` is
    /// null but for `collapsed onto`; `note` is for people and may change.
    package static func json(of matrices: [FidelityMatrix]) -> String {
        var out: [UInt8] = []
        out.appendList(matrices, separator: ",\n") { matrix, out in
            out += Array("{\"from\":".utf8)
            JSONWriter.append(string: matrix.from.utf8, to: &out)
            out += Array(",\"to\":".utf8)
            JSONWriter.append(string: matrix.to.utf8, to: &out)
            out += Array(",\"rows\":".utf8)
            out.appendList(matrix.rows, separator: ",\n  ") { row, out in row.append(to: &out) }
            out.append(UInt8(ascii: "}"))
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension FidelityMatrix.Row {
    fileprivate func append(to out: inout [UInt8]) {
        let members = [
            ("kind", kind.rawValue), ("subject", subject.rawValue), ("name", name), ("verdict", verdict.rawValue),
            ("onto", onto), ("note", note),
        ]
        out.append(UInt8(ascii: "{"))
        for (place, member) in members.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            JSONWriter.append(string: member.0.utf8, to: &out)
            out.append(UInt8(ascii: ":"))
            if let text = member.1 { JSONWriter.append(string: text.utf8, to: &out) } else { out += Array("null".utf8) }
        }
        out.append(UInt8(ascii: "}"))
    }
}

extension [UInt8] {
    fileprivate mutating func appendList<Item>(
        _ elements: [Item], separator: String, _ append: (Item, inout [UInt8]) -> Void
    ) {
        self.append(UInt8(ascii: "["))
        for (place, element) in elements.enumerated() {
            if place > 0 { self += Array(separator.utf8) }
            append(element, &self)
        }
        self.append(UInt8(ascii: "]"))
    }
}
