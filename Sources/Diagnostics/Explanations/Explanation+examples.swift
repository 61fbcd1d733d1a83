/// What can be wrong with example conversations.
extension Explanation {
    static let exampleFailed = Explanation(
        .examples,
        "a conversation went otherwise than written",
        "Either the dialect file does not say what the vendor does, or the example expects the wrong thing. The "
            + "finding stands at the output that differs and shows what came out. All outputs count, in their order; "
            + "of each only the members that are named.",
        wrong: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.1" } }
            """,
        right: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
            """)

    static let badPayload = Explanation(
        .examples,
        "a payload that is no JSON, in a step that does not expect it to be set aside",
        "Mostly a quote or bracket is lost in a text. Write the payload as YAML, and no quotes can be lost. "
            + "Where bad input is what the example tries, expect { to: set-aside, code: not-json }.",
        wrong: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: '{"cmd":"hello","fw":"1.0"'
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
            """,
        right: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
            """)

    static let badTime = Explanation(
        .examples,
        "a step is earlier than the step before it",
        "at: counts from the beginning of the conversation, not from the step before. A step without at: is one "
            + "second after the one before it.",
        wrong: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
                  - at: 30
                  - at: 10
            """,
        right: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
                  - at: 10
                  - at: 30
            """)

    static let nothingExpected = Explanation(
        .examples,
        "no step of an example says what comes out",
        "out: lists all that a step sends; without it nothing must come out. An example that nowhere has one "
            + "tells nobody whether that is meant, or forgotten. Write out: [] where it is meant.",
        wrong: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
            """,
        right: """
            examples:
              - name: 'a version is passed on'
                devices: acme
                backend: acme
                conversation:
                  - topic: acme/P1/d1/up
                    payload: { cmd: hello, fw: "1.0" }
                    out:
                      - { to: backend, payload: { cmd: hello, fw: "1.0" } }
            """)
}
