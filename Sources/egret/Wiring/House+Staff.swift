import Assistance
import Audit
import Base
import Casework
import Catalogue
import Desk
import Exchange
import Identity
import Passkeys
import Privacy
import Staff
import Stations
import Storage
import Vault

extension House {
    static func staffParts(
        _ centre: CentreConfig, engine: any SQLEngine, ring: KeyRing, world: World
    ) -> StaffParts {
        let vault = Vault(ring: ring, world: world)
        return StaffParts(
            engine: engine, vault: vault, audit: AuditLog(world: world), world: world,
            passkeys: Passkeys(
                .staff, party: centre.staffParty, engine: engine, vault: vault, world: world))
    }

    /// The departments, the districts and the other cities that decide here, by name.
    var places: DeskPlaces {
        func text(_ name: LocalText) -> PlaceText {
            PlaceText(mandarin: name[.mandarin], english: name[.english], minnan: name[.minnan])
        }
        return DeskPlaces(
            departments: catalogue.departments.map { .init($0.id.rawValue, text($0.name)) },
            districts: PlaceName.districts.map { .init($0.code, text($0.name)) },
            partners: catalogue.partners.map { .init($0.code, text($0.name)) })
    }

    /// What those had claimed who left, or are clerks no more, lies in its queue again.
    func freeSteps() async throws {
        try await FreeSteps(caseParts)(where: { try await staff.queries.may($0, .workCases) })
    }

    /// The offices for which nobody decides.
    func unservedOffices() async throws -> [UnservedOffice] {
        try await FindUnserved(
            catalogue: catalogue, engine: engine, staff: staff.queries, stations: stations.queries)()
    }

    /// The desk's own verbs, with what an approval sets off in the other rooms.
    static func staff(
        _ parts: StaffParts, stations: StationsVerbs, delay: DelayLooks, enrol: EnrolVolunteer,
        drafts: ServiceDrafts, cases: CaseParts, centre: CentreConfig, vault: Vault
    ) -> StaffVerbs {
        StaffVerbs(
            parts,
            effects: [
                .terminalEnrolment: { approval, decider, db in
                    guard case .terminal(let station, _) = approval.matter else {
                        throw StaffRefused.malformed
                    }
                    return try stations.createCode(station: station, by: .staff(decider.id), in: db).text
                },
                .looksDelay: delay.effect,
                .volunteer: enrol.effect,
                .publication: PublishService.effect(drafts),
                .paperRevocation: RevokePapers.effect(RevokePaper(cases), vault),
            ],
            circles: [
                .looksDelay: delay.circle, .paperRevocation: RevokePapers.circle(RevokePaper(cases), vault),
            ],
            findCase: glimpse(vault), findCases: glimpses(vault), raiseAlarm: stations.raiseAlarm,
            conduct: centre.conduct, figures: centre.desk)
    }

    /// Where a case was handed in; outer nil where nobody knows the place, inner nil for at home, which is in no division.
    private static func place(of file: CaseFile, in db: any SQLConnection) throws -> DivisionCode?? {
        guard let terminal = file.terminal else { return .some(nil) }
        return try TerminalPlace.division(of: terminal, in: db).map { .some($0) }
    }

    /// Whom a case is about, for who asks that a look is told later; nobody can say it any more once she is erased.
    static func subject(_ vault: Vault) -> FindSubject {
        { number, db in
            do {
                guard let number = CaseNumber(rawValue: number),
                    let file = try CaseStore.find(number, vault: vault, in: db),
                    let region = try place(of: file, in: db)
                else { return nil }
                return MatterSubject(
                    citizen: file.citizen, actor: file.actor,
                    scope: StaffScope(
                        department: String(file.service.rawValue.prefix { $0 != "/" }),
                        region: region))
            } catch VaultError.shredded {
                return nil
            }
        }
    }

    /// As much of a case as the desk may see.
    static func glimpse(_ vault: Vault) -> FindCase {
        { number, db in
            guard let number = CaseNumber(rawValue: number),
                let file = try CaseStore.find(number, vault: vault, in: db),
                let citizen = try CitizenStore.find(file.citizen, vault: vault, in: db),
                let holder = PersonName(citizen.name),
                let region = try place(of: file, in: db)
            else { return nil }
            var address: [UInt8]?
            if case .text(let text)? = file.record?["address"] { address = StaffAddress.term(text, vault) }
            return CaseGlimpse(
                number: number.rawValue, service: file.service.rawValue,
                department: String(file.service.rawValue.prefix { $0 != "/" }), region: region,
                offices: Set(
                    try CaseOffices.all(of: file, in: db).map {
                        CaseOffice(department: $0.department.rawValue, division: $0.division)
                    }),
                state: file.state.rawValue,
                isOpen: !file.state.isOver,
                hasPaper: file.state == .issued || file.state == .delivered,
                hasVisit: try OpenVisit.isBooked(number, in: db), citizen: file.citizen, holder: holder,
                commitment: try vault.subject(file.citizen, in: db).commitment(),
                openedAt: file.openedAt, person: WatchedPerson.term(citizen.number.text, vault),
                address: address)
        }
    }

    /// The open cases of a list, as the desk may see each.
    static func glimpses(_ vault: Vault) -> FindCases {
        let glimpse = glimpse(vault)
        return { selection, bounds, limit, db in
            guard let moments = selection.moments else { return [] }
            var (found, isWithin): ([CaseGlimpse], [String: Bool]) = ([], [:])
            var last: CaseStore.Unfinished?
            repeat {
                let page = try CaseStore.unfinished(
                    openedIn: moments, after: last, service: selection.service,
                    department: bounds.department, limit: pageSize, in: db)
                for row in page where found.count < limit {
                    let here =
                        try isWithin[row.terminal]
                        ?? TerminalPlace.division(of: row.terminal, in: db).map(bounds.holds) ?? false
                    isWithin[row.terminal] = here
                    if here, let one = try glimpse(row.number.rawValue, db) { found.append(one) }
                }
                last = page.count == pageSize ? page.last : nil
            } while last != nil && found.count < limit
            return found
        }
    }

    /// So many cases are gone through at a time.
    private static let pageSize = 1_000
}
