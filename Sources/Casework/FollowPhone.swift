public import Base
public import Catalogue
public import Storage
public import Vault
import Representation

/// Somebody gets her codes at another telephone: so do the forms say that she has not handed in, for herself and for whom she
/// acts, and a clerk finds by it what waits.
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
        let limit = OwnForms.countMax
        var files = try OwnFormStore.all(of: citizen, limit: limit, vault: vault, in: db)
        for subject in try Standing.subjects(of: citizen, in: db) {
            files += try OwnFormStore.begun(for: subject, by: citizen, limit: limit, vault: vault, in: db)
        }
        for file in files where file.state == .open {
            let item = catalogue[file.service, version: file.serviceVersion]
            var answers = file.answers
            for question in item?.questions ?? []
            where question.isOwnPhone && answers[question.id] == former.text {
                answers[question.id] = phone.text
            }
            guard answers != file.answers else { continue }
            let key = try vault.subject(file.citizen, in: db)
            try CaseStore.keepAnswers(
                SealedCase.seal(answers, of: file.number, key: key), for: file.number, in: db)
        }
    }
}
