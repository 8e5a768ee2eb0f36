import Configuration

/// The foreign systems the centre calls, each with the address and the certificate its contract names.
///
/// ## Configuration keys
/// - `authority.url` (string, default `http://127.0.0.1:8070/authority`): the identity authority (CTID).
/// - `authority.customer` (string, default `EGRET-SANDBOX`): our customer number there.
/// - `authority.application` (string, default `egret`): our application's name there.
/// - `authority.certificate` (string, default `var/sandbox/authority.crt`): the authority's certificate, PEM.
/// - `registers.url` (string, default `http://127.0.0.1:8070`): the departments' gateway.
/// - `registers.certificates` (string, default `var/sandbox`): folder with `<department>.crt`, PEM.
/// - `sms.url` (string, default `http://127.0.0.1:8070`): the message gateway.
/// - `sms.secret` (string, secret, default the file `var/sandbox/sms.secret`): shared with the gateway.
struct ForeignConfig: Sendable {
    let authorityURL: String
    let authorityCustomer: String
    let authorityApplication: String
    let authorityCertificate: String
    let registersURL: String
    let registersCertificates: String
    let smsURL: String
    let smsSecret: String?

    init(_ config: ConfigReader) {
        authorityURL = config.string(forKey: "authority.url", default: "http://127.0.0.1:8070/authority")
        authorityCustomer = config.string(forKey: "authority.customer", default: "EGRET-SANDBOX")
        authorityApplication = config.string(forKey: "authority.application", default: "egret")
        authorityCertificate = config.string(
            forKey: "authority.certificate", default: "var/sandbox/authority.crt")
        registersURL = config.string(forKey: "registers.url", default: "http://127.0.0.1:8070")
        registersCertificates = config.string(forKey: "registers.certificates", default: "var/sandbox")
        smsURL = config.string(forKey: "sms.url", default: "http://127.0.0.1:8070")
        smsSecret = config.string(forKey: "sms.secret", isSecret: true)
    }
}
