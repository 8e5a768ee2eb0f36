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
        return form(file, item, person: person)
    }
}
