import Configuration

/// The foreign systems the centre calls, each with the address and the certificate its contract names.
///
/// ## Configuration keys
/// - `authority.url` (string, default `http://127.0.0.1:8070/ctid`): the identity authority (CTID).
/// - `authority.customer` (string, default `EGRET-SANDBOX`): our customer number there.
/// - `authority.application` (string, default `egret`): our application's name there.
/// - `authority.certificate` (string, default `sandbox/authority.certificate.pem`): the authority's certificate, PEM.
/// - `registers.url` (string, default `http://127.0.0.1:8070`): the departments' gateway.
/// - `registers.certificates` (string, default `sandbox`): folder with `<department>.certificate.pem`.
/// - `sms.url` (string, default `http://127.0.0.1:8070`): the message gateway.
/// - `portal.issuer` (string, default `http://127.0.0.1:8070/portal`): the city portal's address as a provider.
/// - `portal.client` (string, default `egret`): our client id there.
/// - `sms.secret` (string, secret, default the file `sandbox/sms.secret` in the state folder): shared with the gateway.
struct ForeignConfig: Sendable {
    let authorityURL: String
    let authorityCustomer: String
    let authorityApplication: String
    let authorityCertificate: String
    let registersURL: String
    let registersCertificates: String
    let smsURL: String
    let portalIssuer: String
    let portalClient: String
    let smsSecret: String?
    let smsSecretPath: String

    init(_ config: ConfigReader) {
        let sandbox = "\(StateFolder(config).path)/sandbox"
        authorityURL = config.string(forKey: "authority.url", default: "http://127.0.0.1:8070/ctid")
        authorityCustomer = config.string(forKey: "authority.customer", default: "EGRET-SANDBOX")
        authorityApplication = config.string(forKey: "authority.application", default: "egret")
        authorityCertificate = config.string(
            forKey: "authority.certificate", default: "\(sandbox)/authority.certificate.pem")
        registersURL = config.string(forKey: "registers.url", default: "http://127.0.0.1:8070")
        registersCertificates = config.string(forKey: "registers.certificates", default: sandbox)
        smsURL = config.string(forKey: "sms.url", default: "http://127.0.0.1:8070")
        portalIssuer = config.string(forKey: "portal.issuer", default: "http://127.0.0.1:8070/portal")
        portalClient = config.string(forKey: "portal.client", default: "egret")
        smsSecret = config.string(forKey: "sms.secret", isSecret: true)
        smsSecretPath = "\(sandbox)/sms.secret"
    }
}
