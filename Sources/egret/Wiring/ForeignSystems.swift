import Base
import Comparison
import Connectors
import Exchange
import Federation
import Foundation
import Identity
import Notices
import Transport
import Uploads
import Vault

/// The connectors to the foreign systems, each behind its own gate.
struct ForeignSystems: Sendable {
    let authority: any IdentityAuthority
    /// Nil where the house is not connected to the national network identity service.
    let network: (any NetworkIdentityPort)?
    let registers: any RegisterPort
    let results: any ResultPort
    let messages: any MessagePort
    let portal: any PortalPort
    let portalCatalogue: any PortalCataloguePort
    /// Nil where the city has no official account.
    let weChat: (any WeChatPort)?
    /// Nil where none is configured: what people send stays in quarantine.
    let scanner: (any VirusScanner)?

    init(_ config: ForeignConfig, ring: KeyRing, client: any HTTPTransport, world: World) throws {
        authority = CTIDAuthority(
            account: CTIDAuthority.Account(
                base: config.authorityURL, customerNumber: config.authorityCustomer,
                applicationName: config.authorityApplication, key: try ring.signingKey(.identityAuthority),
                certificate: try ring.certificate(for: .identityAuthority),
                authority: try Self.certificate(config.authorityCertificate, key: "authority.certificate")),
            call: ForeignCall(system: "authority", client: client, world: world), world: world)
        network = try Self.network(config, ring: ring, client: client, world: world)
        let departments = SignedRegisters(
            departments: try Self.departments(config, client: client, world: world),
            key: try ring.signingKey(.exchange), world: world)
        registers = departments
        results = departments
        messages = MessageGateway(
            base: config.smsURL, secret: Array(try Self.secret(config).utf8),
            call: ForeignCall(system: "messages", client: client, world: world), world: world)
        weChat = try config.weChat.map { settings in
            WeChatConnector(
                account: try settings.account,
                call: ForeignCall(
                    system: "wechat", client: client, world: world, limits: WeChatConnector.limits),
                world: world)
        }
        scanner = config.scanner.map { address in
            ClamdScanner(
                address, call: ForeignCall(system: ClamdScanner.system, client: client, world: world))
        }
        portal = PortalConnector(
            issuer: config.portalIssuer,
            call: ForeignCall(system: "portal", client: client, world: world), world: world)
        portalCatalogue = PortalCatalogueConnector(
            call: ForeignCall(
                system: "portal-catalogue", client: client, world: world,
                limits: PortalCatalogueConnector.limits))
    }

    /// Nothing without the service's certificate, or with a ring from before there was a key for it.
    private static func network(
        _ config: ForeignConfig, ring: KeyRing, client: any HTTPTransport, world: World
    ) throws -> (any NetworkIdentityPort)? {
        guard let path = config.networkCertificate, let key = try? ring.signingKey(.networkIdentity) else {
            return nil
        }
        return NetworkIdentityService(
            account: NetworkIdentityService.Account(
                base: config.networkURL, app: config.networkApp, organisation: config.networkOrganisation,
                application: config.networkApplication, key: key,
                certificate: try ring.certificate(for: .networkIdentity),
                service: try Self.certificate(path, key: "network.certificate")),
            call: ForeignCall(system: "network-identity", client: client, world: world), world: world)
    }

    /// Every department whose certificate lies in the folder is one we may ask.
    private static func departments(
        _ config: ForeignConfig, client: any HTTPTransport, world: World
    ) throws -> [String: SignedRegisters.Department] {
        let folder = URL(filePath: config.registersCertificates)
        let suffix = ".certificate.pem"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
            $0.hasSuffix(suffix)
        }
        return Dictionary(
            uniqueKeysWithValues: try files.map { file in
                let name = String(file.dropLast(suffix.count))
                return (
                    name,
                    SignedRegisters.Department(
                        base: config.registersURL,
                        certificate: try certificate(
                            folder.appending(path: file).path(), key: "registers.certificates"),
                        call: ForeignCall(system: name, client: client, world: world))
                )
            })
    }

    private static func certificate(_ path: String, key: String) throws -> Certificate {
        guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConfigProblem(
                key: key, expected: "a readable PEM file (\(path) is none)")
        }
        return try Certificate(pem: pem)
    }

    private static func secret(_ config: ForeignConfig) throws -> String {
        if let secret = config.smsSecret { return secret }
        guard let text = try? String(contentsOfFile: config.smsSecretPath, encoding: .utf8) else {
            throw ConfigProblem(key: "sms.secret", expected: "the secret shared with the message gateway")
        }
        return text
    }
}

extension House {
    /// What the virus scanner says of itself; none is well, for a house may do without.
    func scannerStanding() async throws -> String {
        guard let scanner else {
            return "none: what people send stays in quarantine; see scanner.address"
        }
        guard let daemon = scanner as? ClamdScanner else { return "played" }
        return try await daemon.version()
    }
}
