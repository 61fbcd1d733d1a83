/// What the forms of a dialect would do to a message, proved from their templates.
extension Explanation {
    static let readsAsAnother = Explanation(
        .dialect,
        "what a form prints is read as something else",
        "A message that changes its meaning on the way back cannot be trusted. Let a literal tell the two forms apart, put "
            + "the special one first, or add only: where a form is for one direction.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  late: { is: { phase: [installed, installing, succeeded] }, payload: { cmd: end, pct: "${percent|0}" } }
                  state: { payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" } }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  late: { is: { phase: [installed, succeeded] }, payload: { cmd: end, pct: "${percent|0}" } }
                  state: { payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" } }
            """)

    static let oneWay = Explanation(
        .dialect,
        "a form reads what no form prints",
        "Towards this vendor's own cloud the message would lose it. Add a form that prints it, or a member to the one "
            + "that prints the rest.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  state: { payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" } }
                  old: { only: read, payload: { old: "${phase:state}", why: "${note}" } }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  state: { payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}", why?: "${note}" } }
                  old: { only: read, payload: { old: "${phase:state}", why: "${note}" } }
            """)

    static let unfillable = Explanation(
        .dialect,
        "a hole that nobody can fill when the message is printed",
        "Without its value the message cannot be sent at all. Write what stands there instead behind a bar, or let the "
            + "member be absent with a ? behind its name.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, id: "${id}", fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, id: "${id|@serial}", fw: "${version}" }
            """)

    static let missingModule = Explanation(
        .dialect,
        "some messages name a module and others cannot",
        "What a module reports in a message without a place for its name would count for the whole device. Add a member as "
            + "module?: to each form, or only: read.",
        wrong: """
            lacks: { diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", part?: "${module}" }
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size}", href: "${url}", md5: "${md5}", part?: "${module}" }
            """,
        right: """
            lacks: { diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", part?: "${module}" }
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size}", href: "${url}", md5: "${md5}", part?: "${module}" }
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}", part?: "${module}" }
            """)

    static let badLimit = Explanation(
        .dialect,
        "a limit that no offer keeps, or that never acts",
        "Either nothing would ever be offered to these devices, or the limit is on something that offers do not say.",
        wrong: """
            limits:
              offer.md5: { bytes: 16 }
            """,
        right: """
            limits:
              offer.url: { bytes: 1024 }
            """)

    static let oddMember = Explanation(
        .dialect,
        "a member or a word is nearly that of the other forms",
        "It looks like a slip of the pen: devices would not know it. If the vendor does write it so, leave it.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  busy: { is: { phase: [downloading, downloaded] }, payload: { cmd: progress, s: get, pct: "${percent|0}" } }
                  flash: { is: { phase: installing }, payload: { cmd: progres, s: flash } }
                  state: { payload: { cmd: progress, state: "${phase:state}" } }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  busy: { is: { phase: [downloading, downloaded] }, payload: { cmd: progress, s: get, pct: "${percent|0}" } }
                  flash: { is: { phase: installing }, payload: { cmd: progress, s: flash } }
                  state: { payload: { cmd: progress, state: "${phase:state}" } }
            """)

    static let crossedTopics = Explanation(
        .dialect,
        "what is sent to devices of one dialect may be heard as a message of devices of another",
        "On one broker the gateway would hear itself. Dialects whose topics cross belong on different brokers.",
        wrong: """
            dialect: beta
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/up
                payload: { fw: "${target}", len: "${size}", href: "${url}", md5: "${md5}" }
            """,
        right: """
            dialect: beta
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/offer
                payload: { fw: "${target}", len: "${size}", href: "${url}", md5: "${md5}" }
            """)
}
