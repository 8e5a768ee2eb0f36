import Base
import Notices
import Representation
import Storage

extension CaseParts {
    /// Tells whoever looks after a case what has become of it: who acts for its person as long as she may, else the person.
    ///
    /// `told` is somebody who was told already.
    func tell(
        _ kind: NoticeKind, of file: CaseFile, in db: any SQLConnection, notTo told: Token? = nil
    ) throws {
        var reader = file.citizen
        do {
            reader = try CaseActor.requireStill(file, self, in: db)?.actor ?? file.citizen
        } catch is RepresentationRefused {
            // Her right is over: it is told to the person herself.
        } catch CaseRefused.unknownCase {}
        guard reader != told else { return }
        try CaseNotice.tell(
            kind, of: file.number.rawValue, file.service, to: reader, in: file.language, world, db)
    }

    func tell(_ kind: NoticeKind, of found: StepDesk.Found, in db: any SQLConnection) throws {
        guard let file = try CaseStore.find(found.heading.number, vault: vault, in: db) else {
            throw StepRefused.unknownStep
        }
        try tell(kind, of: file, in: db)
    }
}
