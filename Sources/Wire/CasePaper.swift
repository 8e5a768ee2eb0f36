/// Which paper of a case is meant.
public enum CasePaper: String, Codable, Hashable, Sendable, CaseIterable {
    /// What the case is about: the certificate, the licence, the answer.
    case result
    /// That an application was received 收件凭证, printed while departments decide.
    case receipt
}
