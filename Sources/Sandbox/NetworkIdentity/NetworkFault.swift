/// How the sandbox's network identity service goes wrong with a request; chosen on the page of its app.
enum NetworkFault: String, Sendable, CaseIterable {
    case none
    /// Answers 503 from now on.
    case down
    /// Answers only after ``SandboxConfig/stall``.
    case slow
    /// Says that the password is wrong.
    case password
    /// Says nothing about the password.
    case partial
    /// The certificate stands for somebody who has died.
    case deceased
    /// Answers about another request.
    case otherSerial = "other-serial"
    /// Answers for another application.
    case otherApplication = "other-application"
    /// Hands out a token that was used before.
    case usedToken = "used-token"
    /// Answers about another person than the one who agreed.
    case otherPerson = "other-person"
    /// Gives name and number to who did not ask for them.
    case unasked
    /// Signs with a key that nobody knows.
    case forged
}
