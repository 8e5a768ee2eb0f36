import Casework
import Configuration
import Documents
import Foundation
import Passkeys
import Staff

/// Where the centre listens, what it calls itself and where its files are.
///
/// ## Configuration keys
/// - `host` (string, default `127.0.0.1`): address of all three listeners.
/// - `public.port` (int, default 8080): the public site.
/// - `staff.port` (int, default 8081): the staff desk and `/metrics`; keep it on the inner network.
/// - `staff.url` (string, default `http://localhost:` and the staff port): the desk's address as staff type it; passkeys are
///   bound to its host, which is a name, and HTTPS but for `localhost`.
/// - `staff.metrics` (bool, default true): whether `/metrics` answers on the staff port, to whoever reaches it.
/// - `terminals.port` (int, default 8082): what terminals talk to.
/// - `public.url` (string, default `http://127.0.0.1:8080`): the site's address as the world sees it, on papers.
/// - `keys.path` (string, default `keys.json` in the state folder): the key ring; mode 0600.
/// - `services.path` (string, default `Services`): an existing folder, the catalogue's files.
/// - `clients.path` (string, default `sandbox/clients.json` in the state folder): the sites that may let people in with
///   their account here; without the file there are none.
/// - `hooks.path` (string, default `hooks.json` in the state folder): the programs of the city that are told of cases by
///   Standard Webhooks; it holds their keys, so mode 0600. Without the file there are none.
/// - `erased.path` (string, default `erased.log` in the state folder): the list of erased persons' ids outside the database;
///   keep it apart from the database's backups.
/// - `fonts.path` (string, default the folder `fonts` beside the program or one of its parents): the typefaces that
///   `scripts/fonts` made; without them papers are drawn with Noto and weigh more.
/// - `audit.origin` (string, default `egret.example/xiamen`): name of the audit log.
/// - `seal.picture` (string, optional): the licensed seal's picture, a square PNG with a transparent ground; drawn
///   only when the ring's seal is licensed too.
/// - `passwords.known` (string, default the list of Debian's `python3-django`, when it is installed): passwords known from
///   breaches, one a line, plain or gzipped; a new password that stands there is refused.
/// - `accounts.settle.hours` (int, default 72): so long an account that was opened with card and code alone does not count
///   beside the card for services that must be sure; 0 to 720.
/// - `development` (bool, default false): serves `/dev/patterns`.
struct CentreConfig: Sendable {
    let host: String
    let publicPort: Int
    let staffPort: Int
    let staffParty: RelyingParty
    let servesMetrics: Bool
    let terminalsPort: Int
    let publicURL: String
    let keysPath: String
    let servicesPath: String
    let clientsPath: String
    let hooksPath: String
    let erasedPath: String
    let typefaces: Typefaces
    let auditOrigin: String
    let sealPicture: String?
    /// Nil when there is no list.
    let knownPasswords: String?
    let accountSettle: Duration
    let isDevelopment: Bool
    let conduct: ConductFigures
    let handling: HandlingFigures
    let desk: DeskFigures

    init(_ config: ConfigReader) throws(ConfigProblem) {
        host = config.string(forKey: "host", default: "127.0.0.1")
        publicPort = try Self.port("public.port", default: 8080, config)
        staffPort = try Self.port("staff.port", default: 8081, config)
        staffParty = try Self.staffParty(config, port: staffPort)
        servesMetrics = config.bool(forKey: "staff.metrics", default: true)
        terminalsPort = try Self.port("terminals.port", default: 8082, config)
        publicURL = config.string(forKey: "public.url", default: "http://127.0.0.1:8080")
        keysPath = config.string(forKey: "keys.path", default: "\(StateFolder(config).path)/keys.json")
        servicesPath = config.string(forKey: "services.path", default: "Services")
        clientsPath = config.string(
            forKey: "clients.path", default: "\(StateFolder(config).path)/sandbox/clients.json")
        hooksPath = config.string(forKey: "hooks.path", default: "\(StateFolder(config).path)/hooks.json")
        erasedPath = config.string(forKey: "erased.path", default: "\(StateFolder(config).path)/erased.log")
        typefaces = try Self.typefaces(config)
        auditOrigin = config.string(forKey: "audit.origin", default: "egret.example/xiamen")
        sealPicture = config.string(forKey: "seal.picture")
        knownPasswords = try Self.knownPasswords(config)
        accountSettle = .seconds(
            3_600
                * (try config.number(
                    "accounts.settle.hours", default: 72, in: 0...720, expected: "hours, 0 to 720")))
        conduct = try ConductConfig(config).figures
        handling = try HandlingConfig(config).figures
        desk = try DeskConfig(config).figures
        isDevelopment = config.bool(forKey: "development", default: false)
        guard publicURL.hasPrefix("https://") || publicURL.hasPrefix("http://"), !publicURL.hasSuffix("/")
        else {
            throw ConfigProblem(key: "public.url", expected: "http:// or https:// without a slash at the end")
        }
        try StateFolder(config).check()
    }

    /// Where the catalogue's files are.
    func servicesFolder() throws(ConfigProblem) -> URL {
        guard StateFolder.isFolder(servicesPath) else {
            throw ConfigProblem(
                key: "services.path", expected: "an existing folder (\(servicesPath) is none)")
        }
        return URL(filePath: servicesPath)
    }

    private static func knownPasswords(_ config: ConfigReader) throws(ConfigProblem) -> String? {
        let path = config.string(forKey: "passwords.known")
        let found = path ?? KnownPasswords.debian
        guard FileManager.default.isReadableFile(atPath: found) else {
            guard let path else { return nil }
            throw ConfigProblem(key: "passwords.known", expected: "a readable list (\(path) is none)")
        }
        return found
    }

    private static func staffParty(
        _ config: ConfigReader, port: Int
    ) throws(ConfigProblem) -> RelyingParty {
        let url = config.string(forKey: "staff.url", default: "http://localhost:\(port)")
        guard let party = RelyingParty(url: url, name: "白鹭 Egret") else {
            throw ConfigProblem(
                key: "staff.url",
                expected: "https:// and a host's name, without a path; http for localhost alone")
        }
        return party
    }

    private static func typefaces(_ config: ConfigReader) throws(ConfigProblem) -> Typefaces {
        guard let path = config.string(forKey: "fonts.path") else {
            return Typefaces.beside(URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()) ?? .noto
        }
        guard let faces = Typefaces(folder: URL(filePath: path)) else {
            throw ConfigProblem(
                key: "fonts.path", expected: "the folder that scripts/fonts made (\(path) is not)")
        }
        return faces
    }

    private static func port(
        _ key: String, default port: Int, _ config: ConfigReader
    ) throws(ConfigProblem) -> Int {
        try config.number(key, default: port, in: 0...65_535, expected: "a port, 0 to 65535")
    }
}
