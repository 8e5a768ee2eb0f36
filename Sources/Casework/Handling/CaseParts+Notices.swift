import Base
public import Notices
public import Storage
import Representation
import Vault

extension CaseParts {
    /// Tells whoever looks after a case what has become of it, and its person besides where the kind says so; who has been told
    /// since a moment is not told again.
    func tell(
        _ kind: NoticeKind, of heading: CaseHeading, onceSince moment: Instant? = nil,
        in db: any SQLConnection
    ) throws {
        var readers = [try reader(of: heading, in: db)]
        if kind.isToldToBoth, readers != [heading.citizen] { readers.append(heading.citizen) }
        for reader in readers {
            try CaseNotice.tell(
                kind, of: heading.number.rawValue, heading.service, to: reader, in: heading.language,
                onceSince: moment, world, db)
        }
    }

    /// What becomes of a notice as it goes out: who reads it is as when it was made, unless her right to act has ended since.
    public func fate(of notice: CaseNotice, in db: any SQLConnection) throws -> NoticeFate {
        guard let number = CaseNumber(rawValue: notice.caseNumber),
            let heading = try CaseStore.heading(number, in: db)
        else { return .told(notice.citizen) }
        switch notice.kind {
        case .overdue:
            let now = world.now()
            let late = try CaseStepStore.all(of: number, in: db).filter { step in
                step.due.map { $0.at < now } ?? false
            }
            guard late.contains(where: \.isRunning) else {
                // Nobody is told that an office is late who has to answer it first; her answer may move the deadline.
                return late.contains { $0.state == .correction } ? .waits : .dropped
            }
        case .correctionDue:
            // What she is asked for after the reminder is another thing, with days of its own.
            guard let since = try CorrectionStore.openSince(number, in: db), since < notice.madeAt else {
                return .dropped
            }
        default: break
        }
        guard notice.citizen != heading.citizen else { return .told(notice.citizen) }
        do {
            let reader = try reader(of: heading, in: db)
            return .told(reader, forAnother: reader != heading.citizen)
        } catch VaultError.shredded {
            return .dropped
        }
    }

    /// Who acts for a case's person as long as she may, else the person.
    private func reader(of heading: CaseHeading, in db: any SQLConnection) throws -> Token {
        do {
            return try CaseActor.requireStill(heading, self, in: db)?.actor ?? heading.citizen
        } catch is RepresentationRefused {
            return heading.citizen
        } catch CaseRefused.unknownCase {
            return heading.citizen
        }
    }

    /// Takes back what has waited for the morning and is no longer so: it is decided, or over.
    func withdrawWaiting(_ number: CaseNumber, in db: any SQLConnection) throws {
        try CaseNotice.withdraw(.accepted, and: .overdue, of: number.rawValue, in: db)
    }

    /// Once a case, whatever makes it so: the word of those who look first, their yes, her answer or the lapse of time.
    func tellIfAccepted(
        _ heading: CaseHeading, _ steps: [CaseStep]? = nil, in db: any SQLConnection
    ) throws {
        if try acceptance(of: heading, steps, in: db)?.isAccepted == true {
            try tell(.accepted, of: heading, in: db)
        }
    }
}
