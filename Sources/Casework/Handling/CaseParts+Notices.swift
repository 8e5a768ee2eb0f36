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

    /// Takes back what has waited for the morning and is no longer so: it is decided, or over.
    func withdrawWaiting(_ number: CaseNumber, in db: any SQLConnection) throws {
        for kind in [NoticeKind.accepted, .overdue] {
            try CaseNotice.withdraw(kind, of: number.rawValue, in: db)
        }
    }

    /// Once a case, whatever makes it so: the word of those who look first, their yes, her answer or the lapse of time.
    func tellIfAccepted(
        _ found: StepDesk.Found, _ steps: [CaseStep]? = nil, in db: any SQLConnection
    ) throws {
        if try acceptance(of: found.heading, steps, in: db)?.isAccepted == true {
            try tell(.accepted, of: found, in: db)
        }
    }

    func tellIfAccepted(_ file: CaseFile, in db: any SQLConnection) throws {
        if try acceptance(of: file, in: db)?.isAccepted == true { try tell(.accepted, of: file, in: db) }
    }

    func tell(_ kind: NoticeKind, of found: StepDesk.Found, in db: any SQLConnection) throws {
        guard let file = try CaseStore.find(found.heading.number, vault: vault, in: db) else {
            throw StepRefused.unknownStep
        }
        try tell(kind, of: file, in: db)
    }
}
