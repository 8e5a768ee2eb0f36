import ArgumentParser
import Base
import Catalogue
import Configuration
import Connectors
import Foundation
import Hummingbird
import Logging
import Sandbox
import Transport
import Vault

/// `egret sandbox`: the foreign systems in a box, on loopback.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run the sandbox of foreign systems.",
        discussion:
            "Identity authority, network identity service, departments' registers, city portal, message gateway and virus scanner, with faults chosen by the data."
    )

    @OptionGroup var shared: SharedOptions

    @Option(help: "Port on loopback.")
    var port = 8070

    @Option(help: "Port of the virus scanner on loopback; without one none is played.")
    var scannerPort: Int?

    func run() async throws {
        Logs.start()
        let config = try await shared.reader()
        let ring = try KeyRing(contentsOf: URL(filePath: try CentreConfig(config).keysPath))
        let client = ForeignClient()
        let sandbox = try Self.sandbox(config, ring: ring, port: port, transport: client)
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await sandbox.application(logger: Logger(label: "sandbox")).runService() }
                if let scannerPort {
                    group.addTask { try await ScannerSandbox(port: scannerPort).run() }
                }
                // The first to end takes the other with it.
                try await group.next()
                group.cancelAll()
            }
        } catch is CancellationError {
        }
        try await client.shutdown()
    }

    /// ## Configuration keys
    /// - `sandbox.citizens` (string, optional): a file of more people, in the form of `citizens.json`.
    static func city(_ config: ConfigReader) throws -> SampleCity {
        try SampleCity.xiamen(besides: config.string(forKey: "sandbox.citizens").map { URL(filePath: $0) })
    }

    static func sandbox(
        _ config: ConfigReader, ring: KeyRing, port: Int, transport: any HTTPTransport
    ) throws -> Sandbox {
        let city = try city(config)
        let registers = try Catalogue.load(CentreConfig(config).servicesFolder()).registers
        var settings = SandboxConfig(
            authorityCaller: try ring.certificate(for: .identityAuthority),
            exchangeCaller: try ring.certificate(for: .exchange),
            messageSecret: try SandboxFolder(config).messageSecret())
        settings.port = port
        settings.registers = registers
        let foreign = try ForeignConfig(config)
        settings.customerNumber = foreign.authorityCustomer
        settings.networkCaller = try? ring.certificate(for: .networkIdentity)
        settings.networkOrganisation = foreign.networkOrganisation
        settings.networkApplication = foreign.networkApplication
        settings.networkApp = foreign.networkApp
        try SandboxFolder(config).register(portal: foreign.portalIssuer)
        let portal = PortalConfig(
            base: foreign.portalIssuer, house: try CentreConfig(config).publicURL,
            houseClient: foreign.portalClient,
            houseKeys: ring.publishedKeys(.portal, at: World.live.now()))
        return Sandbox(
            config: settings, keys: try SandboxFolder(config).keys(city, registers), world: .live, city: city,
            portal: (portal, try SandboxFolder(config).portalKeys(), transport),
            weChat: try weChat(foreign.weChat, house: CentreConfig(config).publicURL).map { ($0, transport) })
    }

    /// WeChat is played for a house that has an official account there.
    static func weChat(_ settings: WeChatSettings?, house: String) -> WeChatConfig? {
        settings.flatMap {
            WeChatConfig(
                base: $0.base, callback: house + "/wechat/callback", app: $0.app, secret: $0.secret,
                token: $0.token, encodingAESKey: $0.encodingAESKey,
                templates: [$0.newsTemplate: $0.newsField, $0.codeTemplate: $0.codeField])
        }
    }
}

/// The sandbox's own files, made at first use.
struct SandboxFolder {
    let url: URL

    init(_ config: ConfigReader) {
        url = URL(filePath: "\(StateFolder(config).path)/sandbox")
    }

    /// Of every department that has a register.
    func keys(_ city: SampleCity, _ registers: [Register]) throws -> SandboxKeys {
        try SandboxKeys.kept(in: url, departments: city.departments(besides: registers), world: .live)
    }

    /// Writes the registration of the sandbox's portal, unless there is one.
    func register(portal base: String) throws {
        let file = url.appending(path: "clients.json")
        guard !FileManager.default.fileExists(atPath: file.path()) else { return }
        try Data(try portalKeys().registration(base: base)).write(to: file, options: .atomic)
    }

    func portalKeys() throws -> PortalKeys { try PortalKeys.kept(in: url) }

    func messageSecret() throws -> [UInt8] {
        let file = url.appending(path: "sms.secret")
        if let kept = try? Data(contentsOf: file) { return [UInt8](kept) }
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let secret = Array(Token(.live).rawValue.utf8)
        guard
            FileManager.default.createFile(
                atPath: file.path(), contents: Data(secret), attributes: [.posixPermissions: 0o600])
        else { throw ConfigProblem(key: "state", expected: "a folder that can be written") }
        return secret
    }
}
