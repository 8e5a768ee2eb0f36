import Catalogue
import Identity
import Storage
import Vault

extension CaseParts {
    /// The form of a case in this transaction.
    func form(of file: CaseFile, in db: any SQLConnection) throws -> CaseForm {
        let item = try item(of: file)
        let person =
            item.looksAtPerson ? try CitizenStore.find(file.citizen, vault: vault, in: db)?.number : nil
        return form(file, item, person: person, booking: try booking(file, item, in: db))
    }

    /// What the clerk of a case wrote for its paper; nil where none is wanted, or written yet.
    func reply(in file: CaseFile, in db: any SQLConnection) throws -> String? {
        guard let step = try item(of: file).paper?.reply else { return nil }
        let subject = try vault.subject(file.citizen, in: db)
        return try CaseStepStore.note(of: CaseStep.Key(file.number, step), by: subject, in: db)
    }
}
