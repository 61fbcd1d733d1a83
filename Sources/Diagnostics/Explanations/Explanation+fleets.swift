/// What can be wrong with the secrets and fleets of `gateway.yaml`.
extension Explanation {
    static let unusedBackend = Explanation(
        .configuration,
        "a backend that no fleet uses",
        "Nothing would be upgraded by it. A fleet may name the wrong one.",
        wrong: """
            backends:
              spare-cloud: { dialect: zeta, broker: cloud }
            """,
        right: """
            backends:
              spare-cloud: { dialect: zeta, broker: cloud }
            fleets:
              meters: { devices: "zeta/P2/*", broker: site, backend: spare-cloud }
            """)

    static let missingFile = Explanation(
        .configuration,
        "a file that the configuration names is not there",
        "Paths are relative to the folder of the configuration file, not to where the command is run; the user "
            + "who runs the gateway must be able to read them.",
        wrong: """
            brokers:
              cloud: { url: "mqtts://broker.example:8883", ca: no-such-file.pem }
            """,
        right: """
            brokers:
              cloud: { url: "mqtts://broker.example:8883", ca: ca.pem }
            """)

    static let missingVariable = Explanation(
        .configuration,
        "an environment variable that the configuration names is not set",
        "Under systemd it is set by Environment= or EnvironmentFile=, in a container by its settings. An empty "
            + "one counts as not set.",
        wrong: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${env:PASSWORT}" }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${env:PASSWORD}" }
            """)

    static let literalPassword = Explanation(
        .configuration,
        "a password stands in the file itself",
        "Configurations are copied, committed and shown to others. Keep it in a file that only the gateway's "
            + "user can read, or in the environment.",
        wrong: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: hunter2 }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${file:secrets/site}" }
            """)

    static let exposedSecret = Explanation(
        .configuration,
        "every user of the machine can read a secret",
        "Take the right away: chmod o-r FILE. The example's file secrets/open has the mode 0644, secrets/site "
            + "0640.",
        wrong: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${file:secrets/open}" }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883", username: gateway, password: "${file:secrets/site}" }
            """)

    static let tlsWithoutMQTTS = Explanation(
        .configuration,
        "a certificate or key for a broker without TLS",
        "With mqtt:// everything goes in the clear, and the certificate has no effect. Most likely mqtts:// is "
            + "meant.",
        wrong: """
            brokers:
              cloud: { url: "mqtt://broker.example:8883", ca: ca.pem }
            """,
        right: """
            brokers:
              cloud: { url: "mqtts://broker.example:8883", ca: ca.pem }
            """)

    static let sameBroker = Explanation(
        .configuration,
        "two names for one broker",
        "They would be two connections that hear each other's messages. Use one name in all places.",
        wrong: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883" }
              cloud: { url: "mqtt://localhost" }
            """,
        right: """
            brokers:
              site: { url: "mqtt://127.0.0.1:1883" }
              cloud: { url: "mqtt://broker.example" }
            """)

    static let overlappingFleets = Explanation(
        .configuration,
        "a device that belongs to two fleets",
        "It would have two backends, and both would upgrade it. A star takes in everything, also what another "
            + "fleet names.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
              special: { devices: "zeta/P1/dev7", broker: site, backend: acme-cloud, identity: { product: P7 } }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
              special: { devices: "zeta/P2/dev7", broker: site, backend: acme-cloud, identity: { product: P7 } }
            """)

    static let identityNotOneToOne = Explanation(
        .configuration,
        "two devices of a fleet would have one name at the backend, or a name would not tell the device",
        "The backend's messages must find their device. Each star of devices: therefore stands as a hole in the "
            + "identity, one in each segment.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { device: all } }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { device: "valve-${device}" } }
            """)

    static let sharedIdentity = Explanation(
        .configuration,
        "devices of two fleets may have one name at one backend",
        "What the backend sends to that name could go to either. Give one of the fleets another product at the "
            + "backend, or a prefix.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { product: P } }
              meters: { devices: "zeta/P2/*", broker: site, backend: acme-cloud, identity: { product: P } }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud, identity: { product: P } }
              meters: { devices: "zeta/P2/*", broker: site, backend: acme-cloud, identity: { product: Q } }
            """)

    static let loop = Explanation(
        .configuration,
        "what the gateway sends to a backend would come back to it as a device's message",
        "Devices and backend are on one broker, in one dialect and under the same names, so the gateway could "
            + "not tell them apart. Use two brokers, or give the identity another product.",
        wrong: """
            fleets:
              meters: { devices: "acme/P2/*", broker: cloud, backend: acme-cloud }
            """,
        right: """
            fleets:
              meters: { devices: "acme/P2/*", broker: cloud, backend: acme-cloud, identity: { product: P2-fleet } }
            """)

    static let sharedTopics = Explanation(
        .configuration,
        "a message on one topic may be of fleets of two dialects",
        "The first dialect that can read it has it, which need not be the device's own. Name products, so that each topic "
            + "is one fleet's, or use two brokers.",
        wrong: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
              twins: { devices: "twin/*/*", broker: site, backend: acme-cloud, identity: { product: "t-${product}" } }
            """,
        right: """
            fleets:
              valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
              twins: { devices: "twin/P2/*", broker: site, backend: acme-cloud, identity: { product: "t-${product}" } }
            """)

    static let progressOverlap = Explanation(
        .configuration,
        "events would be published on a topic where devices or backends speak or listen",
        "A device would get the gateway's events, or the gateway take its own for a device's. Give events a topic of "
            + "their own.",
        wrong: """
            progress: { broker: site, topic: "zeta/${product}/${device}/up" }
            """,
        right: """
            progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }
            """)
}
