internal import Dialects
package import Upgrades

extension ProgressEvent {
    /// The event as JSON: the `data` of its CloudEvent.
    ///
    /// All keys are always present, unknown is null.
    package func json(device: Identity, dialect: String, backend: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(512)
        out.append(#"{"device":{"dialect":"#)
        JSONWriter.append(string: dialect.utf8, to: &out)
        out.append(#","product":"#)
        JSONWriter.append(device.product, to: &out)
        out.append(#","name":"#)
        JSONWriter.append(device.device, to: &out)
        out.append(#"},"backend":"#)
        JSONWriter.append(string: backend.utf8, to: &out)
        out.append(#","module":"#)
        JSONWriter.append(module, to: &out)
        out.append(#","version":{"from":"#)
        JSONWriter.append(optional: from, to: &out)
        out.append(#","to":"#)
        JSONWriter.append(optional: target, to: &out)
        out.append(#"},"attempt":"#)
        JSONWriter.append(Int64(attempt), to: &out)
        out.append(#","phase":"#)
        JSONWriter.append(string: phase.rawValue.utf8, to: &out)
        out.append(#","percent":"#)
        if let percent { JSONWriter.append(Int64(percent), to: &out) } else { out.append("null") }
        out.append(phase.isTerminal ? #","terminal":true,"failure":"# : #","terminal":false,"failure":"#)
        if let failure {
            out.append(#"{"class":"#)
            JSONWriter.append(string: failure.kind.rawValue.utf8, to: &out)
            out.append(#","note":"#)
            JSONWriter.append(failure.note, to: &out)
            out.append("}")
        } else {
            out.append("null")
        }
        out.append(#","native":"#)
        if let native { out.append(native.utf8.span) } else { out.append("null") }
        out.append(#","dropped":["#)
        for (place, name) in dropped.enumerated() {
            if place > 0 { out.append(",") }
            JSONWriter.append(name, to: &out)
        }
        out.append(isSynthetic ? #"],"synthetic":true,"seq":"# : #"],"synthetic":false,"seq":"#)
        JSONWriter.append(sequence, to: &out)
        out.append("}")
        return out
    }
}

extension JSONWriter {
    fileprivate static func append(optional text: Text?, to out: inout [UInt8]) {
        if let text { append(text, to: &out) } else { out.append("null") }
    }
}
