import Base
import Catalogue
import Identity
import Storage
import Vault

/// Finds the cases of a person among those that wait in a clerk's own queue, and says of each as much as tells namesakes apart.
///
/// Whoever calls it writes the search down first, and a look for each hit before it is shown.
public struct FindByPerson: Sendable {
    /// **Range:** more hits are not shown; whoever looks for so frequent a name asks for a number.
    public static let hitsMax = 20
    /// Rows that are opened to find them, those hit by chance among them.
    static let candidatesMax = 400

    public struct Hit: Hashable, Sendable {
        /// The one that can still be decided, where there is one.
        public internal(set) var step: CaseStep
        /// Masked: `王**`.
        public let name: String
        /// Masked: `3502**********0013`.
        public let number: String
    }

    public struct Found: Hashable, Sendable {
        public let hits: [Hit]
        /// Whether there were more than are shown.
        public let isMore: Bool

        public init(hits: [Hit], isMore: Bool) {
            self.hits = hits
            self.isMore = isMore
        }
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``StepRefused/unknownSelf`` as long as the desk does not know which citizen the clerk is: her own cases and
    ///   her family's are not among what she finds.
    public func callAsFunction(_ clue: PersonClue, for clerk: Clerk) async throws -> Found {
        try await parts.engine.read { [parts] db in
            let desk = StepDesk(parts: parts)
            var hits: [Hit] = []
            var known: [CaseNumber: Int] = [:]
            for step in try CaseTermStore.steps(
                clue, in: clerk.queue, parts.vault, limit: Self.candidatesMax, in: db)
            {
                if let place = known[step.key.number] {
                    if !hits[place].step.isRunning, step.isRunning { hits[place].step = step }
                    continue
                }
                guard let file = try CaseStore.find(step.key.number, vault: parts.vault, in: db),
                    let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db),
                    try clue.isMet(by: person, phones: phones(in: file, of: person)),
                    try isShown(file, to: clerk, desk, in: db)
                else { continue }
                guard hits.count < Self.hitsMax else { return Found(hits: hits, isMore: true) }
                known[step.key.number] = hits.count
                hits.append(
                    Hit(
                        step: step, name: PersonName(person.name)?.masked ?? "*",
                        number: person.number.masked))
            }
            return Found(hits: hits, isMore: false)
        }
    }

    /// One case whose service is lost keeps nobody from finding the others.
    private func phones(in file: CaseFile, of person: Citizen) throws -> [Phone] {
        let item = try parts.catalogue.item(file.service, version: file.serviceVersion)
        return item?.phones(in: file, of: person) ?? [person.phone].compactMap(\.self)
    }

    private func isShown(
        _ file: CaseFile, to clerk: Clerk, _ desk: StepDesk, in db: any SQLConnection
    ) throws -> Bool {
        do {
            try desk.requireStranger(
                clerk, to: parts.vault.subject(file.citizen, in: db), actor: file.actor, in: db)
            return true
        } catch StepRefused.ownCase {
            return false
        }
    }
}

extension PersonClue {
    /// `phones` are asked for where she is looked for by one.
    func isMet(by person: Citizen, phones: @autoclosure () throws -> [Phone]) rethrows -> Bool {
        switch self {
        case .name(let name): Self.plain(person.name) == name
        case .number(let number): person.number == number
        case .phone(let phone): try phones().contains(phone)
        }
    }
}

extension ServiceItem {
    /// What a case's person can be called by: what she answered, then what she left with the house.
    func phones(in file: CaseFile, of person: Citizen) -> [Phone] {
        questions.filter { $0.kind == .phone }.compactMap { file.answers[$0.id].flatMap(Phone.init) }
            + [person.phone].compactMap(\.self)
    }
}
