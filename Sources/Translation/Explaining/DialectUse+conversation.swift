package import Dialects

extension DialectUse {
    /// Adds what one message or timer of a conversation put to use, on both sides.
    package mutating func add(_ trace: ConversationTrace) {
        switch trace {
        case .hearing(let hearing):
            if let reading = hearing.reading { add(reading) }
        case .turn(let turn):
            for print in turn.prints { if let print { add(print) } }
            for step in turn.steps { if let carriage = step.carriage { add(carriage) } }
        }
    }
}
