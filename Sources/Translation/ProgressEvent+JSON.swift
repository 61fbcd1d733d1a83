internal import Dialects
package import Upgrades

extension ProgressEvent {
    /// The event as JSON: the `data` of its CloudEvent.
    ///
    /// All keys are always present, unknown is null.
    package func json(device: Identity, dialect: String, backend: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(512)
        out += #"{"device":{"dialect":"#.utf8
        JSONWriter.append(string: dialect.utf8, to: &out)
        out += #","product":"#.utf8
        JSONWriter.append(device.product, to: &out)
        out += #","name":"#.utf8
        JSONWriter.append(device.device, to: &out)
        out += #"},"backend":"#.utf8
        JSONWriter.append(string: backend.utf8, to: &out)
        out += #","module":"#.utf8
        JSONWriter.append(module, to: &out)
        out += #","version":{"from":"#.utf8
        JSONWriter.append(optional: from, to: &out)
        out += #","to":"#.utf8
        JSONWriter.append(optional: target, to: &out)
        out += #"},"attempt":"#.utf8
        JSONWriter.append(Int64(attempt), to: &out)
        out += #","phase":"#.utf8
        JSONWriter.append(string: phase.rawValue.utf8, to: &out)
        out += #","percent":"#.utf8
        if let percent { JSONWriter.append(Int64(percent), to: &out) } else { out += "null".utf8 }
        out += phase.isTerminal ? #","terminal":true,"failure":"#.utf8 : #","terminal":false,"failure":"#.utf8
        if let failure {
            out += #"{"class":"#.utf8
            JSONWriter.append(string: failure.kind.rawValue.utf8, to: &out)
            out += #","note":"#.utf8
            JSONWriter.append(failure.note, to: &out)
            out += "}".utf8
        } else {
            out += "null".utf8
        }
        out += #","native":"#.utf8
        if let native { out += native.bytes } else { out += "null".utf8 }
        out += #","dropped":["#.utf8
        for (place, name) in dropped.enumerated() {
            if place > 0 { out += ",".utf8 }
            JSONWriter.append(name, to: &out)
        }
        out += isSynthetic ? #"],"synthetic":true,"seq":"#.utf8 : #"],"synthetic":false,"seq":"#.utf8
        JSONWriter.append(sequence, to: &out)
        out += "}".utf8
        return out
    }
}

extension JSONWriter {
    fileprivate static func append(optional text: Text?, to out: inout [UInt8]) {
        if let text { append(text, to: &out) } else { out += "null".utf8 }
    }
}
