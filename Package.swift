// swift-tools-version: 6.2
import PackageDescription

// SE-0335, SE-0409, SE-0444, SE-0461, SE-0470
let upcoming = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
    "InferIsolatedConformances",
]
let settings: [SwiftSetting] =
    upcoming.map { .enableUpcomingFeature($0) }
    + [.strictMemorySafety(), .treatAllWarnings(as: .error)]  // SE-0458, SE-0480

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}
func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

let package = Package(
    name: "ota-gateway",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        // files
        library("Diagnostics"),
        library("YAMLSource", ["CYAML", "Diagnostics"]),
        library(
            "GatewayFile",
            ["Dialects", "YAMLSource", "Diagnostics", "Upgrades", product("Crypto", "swift-crypto")]),
        // the pure pipeline
        library("Upgrades"),
        library("Dialects", ["Upgrades", "YAMLSource", "Diagnostics"]),
        library("Translation", ["Dialects", "Upgrades", "Diagnostics", product("HeapModule", "swift-collections")]),
        library("Migration", ["Translation", "Upgrades"]),
        library("Examples", ["Translation", "Dialects", "Upgrades", "GatewayFile", "YAMLSource", "Diagnostics"]),
        // the outside world
        .target(name: "CMosquittoGuard", dependencies: ["CMosquitto"]),
        library("MosquittoClient", ["CMosquitto", "CMosquittoGuard"]),
        library("Journal", [product("GRDB", "GRDB.swift"), product("GRDBSQLite", "GRDB.swift")]),
        library(
            "Gateway",
            [
                "Migration", "Translation", "Dialects", "Upgrades", "GatewayFile", "Diagnostics", "MosquittoClient",
                "Journal", product("Logging", "swift-log"), product("NIOCore", "swift-nio"),
                product("NIOPosix", "swift-nio"),
                product("ServiceLifecycle", "swift-service-lifecycle"),
                product("UnixSignals", "swift-service-lifecycle"),
            ]),
        library(
            "Simulation",
            [
                "MosquittoClient", product("Crypto", "swift-crypto"), product("Hummingbird", "hummingbird"),
                product("Logging", "swift-log"), product("NIOCore", "swift-nio"), product("NIOHTTP1", "swift-nio"),
                product("NIOPosix", "swift-nio"), product("ServiceLifecycle", "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "ota-gateway",
            dependencies: [
                "Migration", "Translation", "Dialects", "Upgrades", "Examples", "GatewayFile", "YAMLSource",
                "Diagnostics",
                "Gateway", "Journal", "Simulation", product("Logging", "swift-log"),
                product("ServiceLifecycle", "swift-service-lifecycle"),
                product("UnixSignals", "swift-service-lifecycle"),
                product("ArgumentParser", "swift-argument-parser"),
            ], swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["MosquittoClient"], path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "TestMaterial", dependencies: ["Diagnostics"], path: "Tests/TestMaterial", swiftSettings: settings),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("YAMLSourceTests", ["TestMaterial", "YAMLSource", "Diagnostics"], resources: [.copy("Fixtures")]),
        tests(
            "GatewayFileTests", ["TestMaterial", "GatewayFile", "YAMLSource", "Diagnostics", "Upgrades"],
            resources: [.copy("Fixtures")]
        ),
        tests("UpgradesTests", ["TestMaterial", "Upgrades"]),
        tests(
            "TranslationTests", ["TestMaterial", "Translation", "Dialects", "Upgrades", "Diagnostics"],
            resources: [.copy("Fixtures")]),
        tests(
            "DialectsTests", ["TestMaterial", "Dialects", "Upgrades", "YAMLSource", "Diagnostics"],
            resources: [.copy("Fixtures")]),
        .target(
            name: "FuzzTargets", dependencies: ["Translation", "Dialects", "Upgrades", "YAMLSource", "Diagnostics"],
            path: "Tests/Fuzz/Targets", swiftSettings: settings),
        .target(
            name: "GatewayFuzzTargets",
            dependencies: [
                "FuzzTargets", "Gateway", "Journal", "GatewayFile", "Examples", "Dialects", "YAMLSource", "Diagnostics",
            ],
            path: "Tests/Fuzz/GatewayTargets", swiftSettings: settings),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["GatewayFuzzTargets", "FuzzTargets", "TestMaterial", "Dialects", "Upgrades"],
            path: "Tests/Fuzz/Tests", swiftSettings: settings),
        tests(
            "ExamplesTests",
            [
                "TestMaterial", "Examples", "Translation", "Upgrades", "Dialects", "GatewayFile", "YAMLSource",
                "Diagnostics",
            ], resources: [.copy("Fixtures")]),
        tests(
            "ExplainTests", ["TestMaterial", "Examples", "Dialects", "GatewayFile", "YAMLSource", "Diagnostics"]),
        tests("MigrationTests", ["TestMaterial", "Migration", "Translation", "Dialects", "Upgrades", "Diagnostics"]),
        tests("MosquittoClientTests", ["MosquittoClient", "TestSupport"]),
        tests(
            "GatewayTests",
            [
                "TestMaterial",
                "Gateway", "Translation", "Dialects", "Upgrades", "GatewayFile", "YAMLSource", "Diagnostics",
                "MosquittoClient", "Journal",
            ]),
        tests(
            "BrokerTests",
            [
                "Gateway", "Migration", "Translation", "Dialects", "Upgrades", "GatewayFile", "Diagnostics",
                "MosquittoClient", "Journal", "Simulation", "TestSupport", "ota-gateway",
                product("Logging", "swift-log"),
            ]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "TestSupport", "TestMaterial", "Migration", "GatewayFile", "Gateway", "Journal", "ota-gateway",
            ],
            path: "Tests/Delivery", swiftSettings: settings),
        tests("SimulationTests", ["Simulation", "MosquittoClient", "TestSupport"]),
        tests("JournalTests", ["Journal", product("GRDB", "GRDB.swift")]),
    ]
)

// libFuzzer's program has no main of its own: it is there only for builds with its sanitizer (Tests/Fuzz/run)
if let fuzz = Context.environment["FUZZ"] {
    let isPure = fuzz == "pure"
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: isPure ? ["FuzzTargets"] : ["FuzzTargets", "GatewayFuzzTargets"],
            path: "Tests/Fuzz/Program",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])] + (isPure ? [.define("PURE")] : [])))
}
