import Configuration
import Connectors
import Foundation

/// The foreign systems the centre calls, each with the address and the certificate its contract names.
///
/// ## Configuration keys
/// - `authority.url` (string, default `http://127.0.0.1:8070/ctid`): the identity authority (CTID).
/// - `authority.customer` (string, default `EGRET-SANDBOX`): our customer number there.
/// - `authority.application` (string, default `egret`): our application's name there.
/// - `authority.certificate` (string, default `sandbox/authority.certificate.pem`): the authority's certificate, PEM.
/// - `network.url` (string, default `http://127.0.0.1:8070/network`): the national network identity service
///   (国家网络身份认证公共服务管理办法, in force since 2025-07-15; voluntary, so a house may do without).
/// - `network.app` (string, default the same): where pictures on terminals may lead.
/// - `network.organisation` (string, default `EGRET-SANDBOX`), `network.application` (string, default `egret`): our
///   numbers there.
/// - `network.certificate` (string, default `sandbox/network.certificate.pem` if it is there): the service's certificate,
///   PEM; without one the way is not offered.
/// - `registers.url` (string, default `http://127.0.0.1:8070`): the departments' gateway.
/// - `registers.certificates` (string, default `sandbox`): folder with `<department>.certificate.pem`.
/// - `sms.url` (string, default `http://127.0.0.1:8070`): the message gateway.
/// - `scanner.address` (string, optional): the virus scanner, clamd's `tcp://host:port` or `unix:/path`; without one, what
///   people send stays in quarantine and no clerk opens it.
/// - `portal.issuer` (string, default `http://127.0.0.1:8070/portal`): the city portal's address as a provider.
/// - `portal.client` (string, default `egret`): our client id there.
/// - `sms.secret` (string, secret, default the file `sandbox/sms.secret` in the state folder): shared with the gateway.
struct ForeignConfig: Sendable {
    let authorityURL: String
    let authorityCustomer: String
    let authorityApplication: String
    let authorityCertificate: String
    let networkURL: String
    let networkApp: String
    let networkOrganisation: String
    let networkApplication: String
    /// Nil where the house is not connected.
    let networkCertificate: String?
    let registersURL: String
    let registersCertificates: String
    let smsURL: String
    /// Nil where there is none.
    let scanner: ClamdAddress?
    let portalIssuer: String
    let portalClient: String
    let smsSecret: String?
    let smsSecretPath: String
    /// Nil where the city has no official account.
    let weChat: WeChatSettings?

    init(_ config: ConfigReader) throws(ConfigProblem) {
        let sandbox = "\(StateFolder(config).path)/sandbox"
        authorityURL = config.string(forKey: "authority.url", default: "http://127.0.0.1:8070/ctid")
        authorityCustomer = config.string(forKey: "authority.customer", default: "EGRET-SANDBOX")
        authorityApplication = config.string(forKey: "authority.application", default: "egret")
        authorityCertificate = config.string(
            forKey: "authority.certificate", default: "\(sandbox)/authority.certificate.pem")
        networkURL = config.string(forKey: "network.url", default: "http://127.0.0.1:8070/network")
        networkApp = config.string(forKey: "network.app", default: networkURL)
        networkOrganisation = config.string(forKey: "network.organisation", default: "EGRET-SANDBOX")
        networkApplication = config.string(forKey: "network.application", default: "egret")
        let played = "\(sandbox)/network.certificate.pem"
        networkCertificate =
            config.string(forKey: "network.certificate")
            ?? (FileManager.default.fileExists(atPath: played) ? played : nil)
        registersURL = config.string(forKey: "registers.url", default: "http://127.0.0.1:8070")
        registersCertificates = config.string(forKey: "registers.certificates", default: sandbox)
        smsURL = config.string(forKey: "sms.url", default: "http://127.0.0.1:8070")
        scanner = try Self.scanner(config.string(forKey: "scanner.address"))
        portalIssuer = config.string(forKey: "portal.issuer", default: "http://127.0.0.1:8070/portal")
        portalClient = config.string(forKey: "portal.client", default: "egret")
        smsSecret = config.string(forKey: "sms.secret", isSecret: true)
        smsSecretPath = "\(sandbox)/sms.secret"
        weChat = try WeChatSettings.read(config)
    }

    private static func scanner(_ text: String?) throws(ConfigProblem) -> ClamdAddress? {
        guard let text else { return nil }
        guard let address = ClamdAddress(text) else {
            throw ConfigProblem(
                key: "scanner.address", expected: "tcp://host:port or unix:/path (\(text) is neither)")
        }
        return address
    }
}
