/// What a finding is about: a stable word that tools may compare, one golden case each, never reused.
package enum FindingCode: String, CaseIterable, Sendable {
    // Reading a YAML file
    case unreadableFile = "unreadable-file"
    case fileTooLarge = "file-too-large"
    case emptyFile = "empty-file"
    case invalidUTF8 = "invalid-utf8"
    case controlCharacter = "control-character"
    case yamlSyntax = "yaml-syntax"
    case tabIndentation = "tab-indentation"
    case severalDocuments = "several-documents"
    case nestedTooDeep = "nested-too-deep"
    case tooManyNodes = "too-many-nodes"
    case unknownAnchor = "unknown-anchor"
    case keyNotText = "key-not-text"
    case duplicateKey = "duplicate-key"

    // Reading a mapping member by member
    case unknownKey = "unknown-key"
    case missingKey = "missing-key"
    case wrongType = "wrong-type"
    case unknownTag = "unknown-tag"

    // gateway.yaml
    case badName = "bad-name"
    case badURL = "bad-url"
    case badDuration = "bad-duration"
    case badSize = "bad-size"
    case badReference = "bad-reference"
    case badDevices = "bad-devices"
    case badIdentity = "bad-identity"
    case badTopic = "bad-topic"
    case badPath = "bad-path"
    case unknownOption = "unknown-option"
    case unknownBroker = "unknown-broker"
    case unknownBackend = "unknown-backend"
    case unknownDialect = "unknown-dialect"
    case unusedBroker = "unused-broker"
    case unusedBackend = "unused-backend"
    case missingFile = "missing-file"
    case missingVariable = "missing-variable"
    case literalPassword = "literal-password"
    case exposedSecret = "exposed-secret"
    case tlsWithoutMQTTS = "tls-without-mqtts"
    case sameBroker = "same-broker"
    case overlappingFleets = "overlapping-fleets"
    case identityNotOneToOne = "identity-not-one-to-one"
    case sharedIdentity = "shared-identity"
    case loop
    case sharedTopics = "shared-topics"
    case progressOverlap = "progress-overlap"

    // Dialect files
    case unknownField = "unknown-field"
    case unknownKind = "unknown-kind"
    case unknownConversion = "unknown-conversion"
    case unknownPart = "unknown-part"
    case unknownWord = "unknown-word"
    case missingKind = "missing-kind"
    case missingField = "missing-field"
    case missingConversion = "missing-conversion"
    case unfitField = "unfit-field"
    case unfitConversion = "unfit-conversion"
    case identityInPayload = "identity-in-payload"
    case mixedText = "mixed-text"
    case badHole = "bad-hole"
    case badFallback = "bad-fallback"
    case badLiteral = "bad-literal"
    case badNumber = "bad-number"
    case badPattern = "bad-pattern"
    case badTable = "bad-table"
    case badAnswer = "bad-answer"
    case ambiguousCode = "ambiguous-code"
    case unstatedLoss = "unstated-loss"
    case unneededLoss = "unneeded-loss"
    case emptyList = "empty-list"
    case oneSided = "one-sided"
    case unprintable
    case unreachable
    case readsAsAnother = "reads-as-another"
    case oneWay = "one-way"
    case unfillable
    case missingModule = "missing-module"
    case badLimit = "bad-limit"
    case oddMember = "odd-member"
    case crossedTopics = "crossed-topics"
    case unused

    case duplicateDialect = "duplicate-dialect"

    // Example conversations
    case exampleFailed = "example-failed"
}
