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
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        // files
        library("Diagnostics"),
        library("YAMLSource", ["CYAML", "Diagnostics"]),
        library("Configuration", ["YAMLSource", "Diagnostics", "Upgrades"]),
        // the pure pipeline
        library("Upgrades"),
        library("Dialects", ["Upgrades", "YAMLSource", "Diagnostics"]),
        library("Translation", ["Dialects", "Upgrades", product("HeapModule", "swift-collections")]),
        library("Examples", ["Translation", "Dialects", "Upgrades", "Configuration", "YAMLSource", "Diagnostics"]),
        // the outside world
        library("MosquittoClient", ["CMosquitto"]),
        library("Journal", [product("GRDB", "GRDB.swift"), product("GRDBSQLite", "GRDB.swift")]),
        .executableTarget(
            name: "ota-gateway",
            dependencies: [
                "Translation", "Dialects", "Upgrades", "Examples", "Configuration", "YAMLSource", "Diagnostics",
                product("ArgumentParser", "swift-argument-parser"),
            ], swiftSettings: settings),

        .target(name: "TestSupport", dependencies: ["MosquittoClient"], path: "Tests/TestSupport", swiftSettings: settings),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("YAMLSourceTests", ["YAMLSource", "Diagnostics"], resources: [.copy("Fixtures")]),
        tests(
            "ConfigurationTests", ["Configuration", "YAMLSource", "Diagnostics", "Upgrades"], resources: [.copy("Fixtures")]),
        tests("MosquittoClientTests", ["MosquittoClient", "TestSupport"]),
        tests("JournalTests", ["Journal", product("GRDB", "GRDB.swift")]),
    ]
)
