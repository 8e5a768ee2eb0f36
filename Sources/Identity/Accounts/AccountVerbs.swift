import Base

/// The verbs of citizens' accounts, wired once.
public struct AccountVerbs: Sendable {
    public let current: CurrentAccount
    let activate: ActivateAccount
    let signIn: SignIn
    let manage: ManageAccount
    let phone: PhoneLogin
    public let notices: AccountNotice

    public init(_ parts: AccountParts) {
        current = CurrentAccount(parts: parts)
        activate = ActivateAccount(parts: parts)
        signIn = SignIn(parts: parts, nobody: NobodysPassword())
        manage = ManageAccount(parts: parts)
        phone = PhoneLogin(parts: parts)
        notices = AccountNotice(parts)
    }

    /// - Throws: ``AccountRefused/proofStale`` when she has not proved herself within the last ten minutes.
    public func requireFresh(_ session: AccountSession) throws(AccountRefused) {
        try manage.requireFresh(session)
    }
}
