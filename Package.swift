// swift-tools-version: 6.2
import PackageDescription

/// Set by `scripts/fuzz` and `scripts/tsan`, which build a part of the house, in folders of their own.
let fuzz = Context.environment["EGRET_FUZZ"]
let isFuzzed = fuzz == "optimised" || fuzz == "plain"
let isRaced = Context.environment["EGRET_TSAN"] == "1"

let fences: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
/// Who fuzzes for hours wants it optimised; for a minute a door that takes longer than it spares (decision 0056).
let strict =
    fences
    + (isFuzzed
        ? [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library", fuzz == "plain" ? "-Onone" : "-O"])] : [])

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

/// A part of the house: its sources under `Sources/<name>`, with the fences that every part has.
func part(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// What only tests call is compiled as it stands, also where the program is optimised: they run once.
let plain = isFuzzed ? strict : fences + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["Support"], path: "Tests/\(name)", swiftSettings: plain)
}

let web: [Target.Dependency] = ["Web", hummingbird, hummingbirdCore, httpTypes, nioCore, logging]

let package = Package(
    name: "egret",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "egret", targets: ["egret"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        // C libraries of the system
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CFido2", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev"])]),
        .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCups", providers: [.apt(["libcups2-dev"])]),
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CScrub"),

        // the ground
        part("Base", []),
        part("Storage", ["Base", logging, lifecycle]),
        part("StorageSQLite", ["Base", "Storage", grdb, grdbSQLite, logging]),
        part("StoragePostgres", ["Base", "Storage", "CPostgres", logging]),
        part("Vault", ["Base", "Storage", "COpenSSL", "CArgon2"]),
        part("Wire", ["Base", "Vault"]),
        part("Serving", [hummingbirdCore, logging, nioCore]),
        part(
            "Web",
            [
                "Base", "Storage", "Vault", "Serving", "CQREncode", hummingbird, hummingbirdCore, httpTypes,
                nioCore, logging, coreMetrics, lifecycle,
            ],
            resources: [.copy("Public"), .copy("Words")]),
        part(
            "Passkeys", ["Base", "Storage", "Vault", "Wire", "Web", "CFido2"], resources: [.copy("Words")]),

        // the rooms
        part(
            "Audit", ["Base", "Storage", "Vault", lifecycle] + web, resources: [.copy("Words")]),
        part(
            "Identity", ["Base", "Storage", "Vault", "Wire", "Passkeys", "Audit"] + web,
            resources: [.copy("Public"), .copy("Words")]),
        part(
            "Catalogue", ["Base", "Storage", "Vault", "Audit", yams] + web,
            resources: [.copy("Words"), .copy("Schemas")]),
        part("Exchange", ["Base", "Storage", "Vault", "Audit", "Identity"] + web),
        part(
            "Documents",
            ["Base", "Storage", "Vault", "Wire", "Audit", "COpenSSL", "CPango", yams] + web,
            resources: [.copy("Words")]),
        part(
            "Stations", ["Base", "Storage", "Vault", "Wire", "Audit", "Identity"] + web,
            resources: [.copy("Words")]),
        part(
            "Representation",
            ["Base", "Storage", "Vault", "Audit", "Identity", "Catalogue", "Exchange", "Stations"] + web,
            resources: [.copy("Words")]),
        part(
            "Staff",
            ["Base", "Storage", "Vault", "Passkeys", "Audit", "Identity", "Stations"] + web,
            resources: [.copy("Words")]),
        part(
            "Assistance",
            ["Base", "Storage", "Vault", "Audit", "Identity", "Stations", "Staff"] + web,
            resources: [.copy("Words"), .copy("Public")]),
        part(
            "Notices", ["Base", "Storage", "Vault", "Audit", "Identity", "Catalogue"] + web,
            resources: [.copy("Words")]),
        part(
            "Uploads", ["Base", "Storage", "Vault", "Audit", "CJPEG", "CPango", logging, lifecycle] + web,
            resources: [.copy("Words")]),
        part(
            "Casework",
            [
                "Base", "Storage", "Vault", "Wire", "Audit", "Identity", "Catalogue", "Exchange", "Documents",
                "Stations", "Representation", "Notices", "Uploads", lifecycle,
            ] + web, resources: [.copy("Public"), .copy("Words")]),
        part(
            "Supervision",
            ["Base", "Storage", "Vault", "Audit", "Identity", "Catalogue", "Stations", "Casework"] + web,
            resources: [.copy("Words"), .copy("Public")]),
        part(
            "Privacy",
            [
                "Base", "Storage", "Vault", "Audit", "Identity", "Catalogue", "Exchange", "Stations",
                "Representation", "Staff", "Casework", yams,
            ] + web,
            resources: [.copy("Words")]),
        part(
            "Desk",
            [
                "Base", "Storage", "Vault", "Catalogue", "Exchange", "Documents", "Stations", "Staff",
                "Uploads",
                "Casework",
            ] + web,
            resources: [.copy("Words"), .copy("Public"), .copy("Defects")]),
        part(
            "Federation", ["Base", "Storage", "Vault", "Audit", "Identity"] + web,
            resources: [.copy("Words")]),
        part(
            "Comparison", ["Base", "Storage", "Vault", "Audit", "Catalogue", "Staff"] + web,
            resources: [.copy("Words"), .copy("Tables")]),

        // the doors
        part("Transport", [httpClient, nioCore]),
        part(
            "Connectors",
            [
                "Base", "Vault", "Identity", "Exchange", "Federation", "Comparison", "Notices", "Uploads",
                "Transport", httpClient, nioCore, nioHTTP1, nioPosix,
            ]),
        part(
            "Sandbox",
            [
                "Base", "Vault", "Catalogue", "Comparison", "CJPEG", "Serving", "Transport", hummingbird,
                hummingbirdCore, httpClient, httpTypes, nioCore, nioHTTP1, nioPosix, logging,
            ],
            resources: [.copy("Registers")]),

        // the programs
        part(
            "Terminal",
            ["Base", "Vault", "Wire", "Serving", "Transport", "CCups", httpClient, lifecycle] + web,
            resources: [.copy("Words"), .copy("Public")]),
        part(
            "Simulation",
            [
                "Base", "Storage", "StorageSQLite", "Vault", "Wire", "Identity", "Exchange", "Documents",
                "Sandbox", "Terminal", "Transport", grdb, httpClient, lifecycle, nioEmbedded, nioHTTP1,
            ] + web),
        .executableTarget(
            name: "egret",
            dependencies: [
                "Base", "Storage", "StorageSQLite", "StoragePostgres", "Vault", "Wire", "Passkeys", "Audit",
                "Identity",
                "Catalogue",
                "Exchange", "Representation", "Documents", "Stations", "Staff", "Casework", "Supervision",
                "Privacy", "Desk",
                "Federation", "Assistance", "Comparison", "Notices", "Uploads", "Connectors", "Sandbox",
                "Terminal",
                "Transport", "Simulation",
                "CZlib",
                "CScrub",
                arguments, configuration, httpClient, lifecycle, metrics, coreMetrics, nioEmbedded, nioPosix,
            ] + web,
            swiftSettings: strict),

        // the tests
        .target(
            name: "Support",
            dependencies: [
                "Base", "Storage", "StorageSQLite", "StoragePostgres", "CPostgres", "Vault", "Wire", "Web",
                "Passkeys", "Uploads", grdb, logging,
            ], path: "Tests/Support", swiftSettings: plain),
        .target(
            name: "Fuzzing",
            dependencies: [
                "Base", "Vault", "Wire", "Passkeys", "Audit", "Identity", "Catalogue", "Exchange",
                "Documents",
                "Federation", "Comparison", "Notices", "Uploads", "Connectors", "Sandbox", "Terminal",
                "CCups",
            ] + web, path: "Tests/Fuzz/Harness", swiftSettings: strict),
        tests("BaseTests", ["Base"]),
        tests("FuzzTests", ["Base", "Fuzzing"]),
        tests(
            "StorageTests", ["Base", "Storage", "StorageSQLite", "StoragePostgres", grdb, lifecycle, logging]),
        tests("VaultTests", ["Base", "Storage", "Vault"]),
        tests("WireTests", ["Base", "Vault", "Wire"]),
        tests(
            "ServingTests",
            ["Serving", hummingbird, hummingbirdCore, lifecycle, nioCore, nioPosix, nioEmbedded, logging]),
        tests("WebTests", ["Base", "Storage", hummingbirdTesting] + web),
        tests("PasskeysTests", ["Base", "Storage", "Vault", "Wire", "Passkeys"]),
        tests("AuditTests", ["Base", "Storage", "Vault", "Audit", hummingbirdTesting] + web),
        tests(
            "IdentityTests",
            ["Base", "Storage", "Vault", "Wire", "Passkeys", "Audit", "Identity", hummingbirdTesting] + web),
        tests("CatalogueTests", ["Base", "Storage", "Audit", "Catalogue"] + web),
        tests(
            "DocumentsTests",
            ["Base", "Storage", "Vault", "Wire", "Audit", "Documents", hummingbirdTesting] + web),
        tests(
            "FederationTests",
            [
                "Base", "Storage", "Vault", "Audit", "Identity", "Federation", "Connectors", httpClient,
                hummingbirdTesting,
            ] + web),
        tests(
            "StationsTests",
            ["Base", "Storage", "Vault", "Wire", "Audit", "Stations", hummingbirdTesting] + web),
        tests(
            "StaffTests",
            [
                "Base", "Storage", "Vault", "Passkeys", "Audit", "Identity", "Stations", "Staff",
                hummingbirdTesting,
            ] + web),
        tests(
            "AssistanceTests",
            [
                "Base", "Storage", "Vault", "Wire", "Passkeys", "Audit", "Identity", "Stations", "Staff",
                "Assistance", hummingbirdTesting,
            ] + web),
        tests("UploadsTests", ["Base", "Storage", "Vault", "Audit", "Uploads", "CJPEG"] + web),
        tests(
            "CaseworkTests",
            [
                "Base", "Storage", "Vault", "Wire", "Audit", "Identity", "Catalogue", "Exchange", "Documents",
                "Stations", "Representation", "Notices", "Uploads", "Casework", "Supervision",
                hummingbirdTesting,
            ] + web),
        tests(
            "NoticesTests",
            [
                "Base", "Storage", "Vault", "Audit", "Identity", "Catalogue", "Notices", "Connectors",
                httpClient, hummingbirdTesting,
            ] + web),
        tests(
            "PrivacyTests",
            [
                "Base", "Storage", "Vault", "Passkeys", "Wire", "Audit", "Identity", "Catalogue", "Stations",
                "Representation", "Staff", "Casework", "Privacy", hummingbirdTesting,
            ] + web),
        tests(
            "ComparisonTests",
            [
                "Base", "Storage", "Vault", "Passkeys", "Audit", "Identity", "Catalogue", "Stations", "Staff",
                "Comparison", "Sandbox", hummingbirdTesting,
            ] + web),
        tests(
            "ConnectorsTests",
            [
                "Base", "Vault", "Identity", "Exchange", "Comparison", "Notices", "Uploads", "Connectors",
                "Serving", "Sandbox", "Transport", httpClient, nioPosix, hummingbirdTesting, nioHTTP1,
            ] + web),
        tests(
            "TerminalTests",
            ["Base", "Vault", "Wire", "Stations", "Serving", "Terminal", httpClient, hummingbirdTesting] + web
        ),
        tests(
            "SimulationTests",
            ["Base", "Storage", "Vault", "Wire", "Identity", "Sandbox", "Terminal", "Simulation", httpTypes]),
        tests(
            "HouseTests",
            [
                "Base", "Storage", "StorageSQLite", "StoragePostgres", "Vault", "Wire", "Serving", "Passkeys",
                "Audit", "Identity", "Catalogue", "Exchange", "Representation", "Documents", "Stations",
                "Staff", "Casework", "Supervision", "Privacy", "Desk", "Federation", "Assistance",
                "Comparison", "Notices", "Uploads", "Connectors", "Sandbox", "Terminal", "Simulation",
                "Transport", "egret",
                httpClient, nioHTTP1, hummingbirdTesting, lifecycle, configuration, yams,
            ] + web),
    ]
)

/// The targets of these names, and all of the house that they need.
@MainActor func needed(by names: [String]) -> [Target] {
    var (waiting, found): ([String], Set<String>) = (names, [])
    while let name = waiting.popLast() {
        guard found.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
        else { continue }
        for case .byNameItem(let other, _) in target.dependencies { waiting.append(other) }
    }
    return package.targets.filter { found.contains($0.name) }
}

if isFuzzed {
    package.products = [.executable(name: "egret-fuzz", targets: ["egret-fuzz"])]
    package.targets =
        needed(by: ["Fuzzing"]) + [
            .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
            .executableTarget(
                name: "egret-fuzz", dependencies: ["Base", "Fuzzing", "CFuzzer"], path: "Tests/Fuzz/Program",
                swiftSettings: strict,
                linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
        ]
}

if isRaced {
    // The tests of what runs at the same time as something else.
    package.products = []
    package.targets = needed(by: [
        "StorageTests", "VaultTests", "AuditTests", "WebTests", "DocumentsTests", "ConnectorsTests",
        "StationsTests", "TerminalTests", "IdentityTests", "ServingTests", "FederationTests", "CaseworkTests",
    ])
}
