public import Base
public import Catalogue
public import Storage
public import Vault

/// Somebody gets her codes at another telephone: so do her forms say that have not been handed in, and a clerk finds by it what
/// waits.
public struct FollowPhone: Sendable {
    let vault: Vault
    let catalogue: Catalogue

    public init(_ vault: Vault, _ catalogue: Catalogue) {
        self.vault = vault
        self.catalogue = catalogue
    }

    /// Called in the transaction that sets it; another number that she gave in a form stays.
    public func callAsFunction(
        _ citizen: Token, from former: Phone?, to phone: Phone, in db: any SQLConnection
    ) throws {
        try CaseTermStore.follow(citizen, from: former, to: phone, vault, in: db)
        guard let former else { return }
        for file in try OwnFormStore.all(of: citizen, limit: OwnForms.countMax, vault: vault, in: db)
        where file.state == .open {
            let item = catalogue[file.service, version: file.serviceVersion]
            var answers = file.answers
            for question in item?.questions ?? []
            where question.isOwnPhone && answers[question.id] == former.text {
                answers[question.id] = phone.text
            }
            guard answers != file.answers else { continue }
            let key = try vault.subject(citizen, in: db)
            try CaseStore.keepAnswers(
                SealedCase.seal(answers, of: file.number, key: key), for: file.number, in: db)
        }
    }
}
