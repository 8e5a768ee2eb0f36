/// What each part may import: the architecture of the house in one table.
///
/// The ground knows nothing of rooms, a room only the rooms below it, and the programs everything. Foundation and
/// Synchronization are everybody's.
enum ArchitectureTable {
    static let everybodys: Set<String> = ["Foundation", "Synchronization"]
    /// What a room needs to answer requests.
    static let pages: Set<String> = ["Web", "Hummingbird", "HTTPTypes", "NIOCore"]
    /// What a room needs to keep things.
    static let keeping: Set<String> = ["Base", "Storage", "Vault"]
    static let server: Set<String> = ["Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "Logging"]

    static let ground: [String: Set<String>] = [
        "Base": [],
        "Storage": ["Base", "Logging", "ServiceLifecycle"],
        "StorageSQLite": ["Base", "Storage", "GRDB", "GRDBSQLite", "Logging"],
        "StoragePostgres": ["Base", "Storage", "CPostgres", "Logging"],
        "Vault": ["Base", "Storage", "COpenSSL", "CArgon2"],
        "Wire": ["Base", "Vault"],
        "Passkeys": keeping.union(["Wire", "Web", "HTTPTypes", "CFido2"]),
        "Serving": ["HummingbirdCore", "Logging", "NIOCore"],
        "Web": keeping.union(server).union(["Serving", "CoreMetrics", "ServiceLifecycle", "CQREncode"]),
    ]

    static let rooms: [String: Set<String>] = [
        "Audit": keeping.union(pages).union(["Logging", "ServiceLifecycle"]),
        "Identity": keeping.union(pages).union(["Wire", "Passkeys", "Audit", "Logging"]),
        "Catalogue": keeping.union(pages).union(["Audit", "Yams"]),
        "Exchange": keeping.union(pages).union(["Audit", "Identity"]),
        "Notices": keeping.union(pages).union([
            "Audit", "Identity", "Catalogue", "Logging", "ServiceLifecycle",
        ]),
        "Documents": keeping.union(pages).union(["Wire", "Audit", "CPango", "Yams"]),
        "Stations": keeping.union(pages).union(["Wire", "Audit", "Identity"]),
        "Representation": keeping.union(pages).union([
            "Audit", "Identity", "Catalogue", "Exchange", "Stations", "Logging",
        ]),
        "Staff": keeping.union(pages).union(["Passkeys", "Audit", "Identity", "Stations"]),
        "Assistance": keeping.union(pages).union(["Audit", "Identity", "Stations", "Staff", "Logging"]),
        "Uploads": keeping.union(pages).union(["Audit", "CJPEG", "CPango", "Logging", "ServiceLifecycle"]),
        "Casework": keeping.union(pages).union([
            "Wire", "Audit", "Identity", "Catalogue", "Exchange", "Documents", "Stations", "Representation",
            "Notices", "Uploads", "Logging", "ServiceLifecycle",
        ]),
        "Supervision": keeping.union(pages).union(["Audit", "Identity", "Catalogue", "Stations", "Casework"]),
        "Privacy": keeping.union(pages).union([
            "Audit", "Identity", "Catalogue", "Exchange", "Stations", "Representation", "Staff", "Casework",
            "Yams",
        ]),
        "Desk": keeping.union(pages).union([
            "Catalogue", "Exchange", "Documents", "Stations", "Staff", "Uploads", "Casework",
        ]),
        "Federation": keeping.union(pages).union(["Audit", "Identity", "Logging"]),
        // Reads GB18030 with the machine's iconv.
        "Comparison": keeping.union(pages).union(["Audit", "Catalogue", "Staff", "Glibc"]),
    ]

    static let doors: [String: Set<String>] = [
        "Transport": ["AsyncHTTPClient", "NIOCore"],
        "Connectors": [
            "Base", "Vault", "Identity", "Exchange", "Federation", "Comparison", "Notices", "Uploads",
            "Transport", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix",
        ],
        "Sandbox": server.union([
            "Base", "Vault", "Catalogue", "Comparison", "CJPEG", "Serving", "Transport", "AsyncHTTPClient",
            "NIOHTTP1", "NIOPosix",
        ]),
    ]

    static let programs: [String: Set<String>] = [
        // Knows the centre by the protocol in Wire alone.
        "Terminal": server.union([
            "Base", "Vault", "Wire", "Serving", "Web", "Transport", "CCups", "AsyncHTTPClient", "NIOHTTP1",
            "ServiceLifecycle", "Glibc",
        ]),
        // Plays the machines under the programs; the centre is built by whoever runs it.
        "Simulation": server.union([
            "Base", "Storage", "StorageSQLite", "Vault", "Wire", "Web", "Identity", "Exchange", "Documents",
            "Sandbox",
            "Terminal", "Transport", "AsyncHTTPClient", "GRDB", "NIOEmbedded", "NIOHTTP1",
            "ServiceLifecycle", "Glibc",
        ]),
        "egret": Set(ground.keys).union(rooms.keys).union(doors.keys).union(server).union([
            "Terminal", "Transport", "Simulation", "CScrub", "CZlib", "Glibc", "NIOEmbedded",
            "ArgumentParser",
            "AsyncHTTPClient", "Configuration",
            "CoreMetrics", "Metrics",
            "Glibc", "NIOHTTP1", "NIOPosix", "ServiceLifecycle", "SystemPackage", "UnixSignals",
        ]),
    ]

    static let all = ground.merging(rooms) { $1 }.merging(doors) { $1 }.merging(programs) { $1 }
}
