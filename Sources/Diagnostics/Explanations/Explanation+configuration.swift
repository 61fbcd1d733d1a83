/// What can be wrong with `gateway.yaml`.
extension Explanation {
    static let badURL = Explanation(
        .configuration,
        "a broker's url that cannot be used",
        "It is written mqtt://host:port, or mqtts:// with TLS. Ports default to 1883 and 8883. User and password "
            + "have their own keys; nothing stands behind the port.",
        wrong: """
            brokers:
              site: { url: "tcp://127.0.0.1:1883" }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883" }
            """)

    static let badDuration = Explanation(
        .configuration,
        "a duration that cannot be read",
        "It is a number with ms, s, m, h or d behind it. A number alone is seconds.",
        wrong: """
            events: { keep: 1 week }
            """,
        right: """
            events: { keep: 7d }
            """)

    static let badSize = Explanation(
        .configuration,
        "a size that cannot be read",
        "It is a number with B, kB, MB or GB behind it. A number alone is bytes.",
        wrong: """
            outbox: { max: 1 gigabyte }
            """,
        right: """
            outbox: { max: 1GB }
            """)

    static let badReference = Explanation(
        .configuration,
        "${...} where it is no reference, or one to something that can be no secret",
        "A secret is ${file:path} or ${env:NAME}, alone in its value. The file holds one line of text.",
        wrong: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${PASSWORD}" }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${env:PASSWORD}" }
            """)

    static let badDevices = Explanation(
        .configuration,
        "devices: is not dialect/product/device",
        "A star stands for a whole segment: acme/P1/* are all devices of a product. The dialect is always named.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/dev*", broker: site, backend: acme-cloud }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
            """)

    static let badIdentity = Explanation(
        .configuration,
        "a name under identity: that cannot be a product or device",
        "It is text that may stand in a topic, with the holes ${product} and ${device} for what the device is "
            + "called on its own side.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { device: "${devise}" } }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { device: "${device}" } }
            """)

    static let badPath = Explanation(
        .configuration,
        "a path that is empty",
        "Paths are relative to the folder of the configuration file.",
        wrong: """
            journal: ""
            """,
        right: """
            journal: state/gateway.sqlite
            """)

    static let unknownBroker = Explanation(
        .configuration,
        "a broker that brokers: does not name",
        "Backends, fleets and progress name their broker by the key under brokers:.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: sight, backend: acme-cloud }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
            """)

    static let unknownBackend = Explanation(
        .configuration,
        "a backend that backends: does not name",
        "A fleet names its backend by the key under backends:, not by its dialect.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
            """)

    static let unknownDialect = Explanation(
        .configuration,
        "a dialect that no file of the mappings folder declares",
        "A dialect is named as behind dialect: in its file, not as the file. If the file is there, it may have "
            + "findings of its own. Example conversations name dialects too.",
        wrong: """
            fleets:
              valves: { devices: "zetta/P1/*", broker: site, backend: acme-cloud }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
            """)

    static let unusedBroker = Explanation(
        .configuration,
        "a broker that nobody uses",
        "The gateway would not connect to it. A fleet or backend may name the wrong one.",
        wrong: """
            brokers:
              spare: { url: "mqtt://127.0.0.1:1899" }
            """,
        right: """
            brokers:
              spare: { url: "mqtt://127.0.0.1:1899" }
            progress: { broker: spare, topic: "progress/${device}" }
            """)
}
