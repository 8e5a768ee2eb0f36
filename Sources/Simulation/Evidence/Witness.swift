import Wire
import Base
import Foundation
import Sandbox
import Synchronization
import Terminal

/// Sees what people see, keeps what they were told, and says at once when that must not be.
///
/// It judges by papers, pages and committed rows alone, never by what a program believes.
final class Witness: Sendable {
    struct Acknowledged: Hashable, Sendable {
        let number: String
        /// Whose case it is.
        let person: String
        /// Who opened it for her; nil when she came herself.
        var actor: String?
    }

    struct OutPaper: Sendable {
        let ticketID: String
        let at: Duration
    }

    struct State {
        var violations: [Violation] = []
        var judged: [Judgement: Int] = [:]
        var standing: [String: Person] = [:]
        /// For whom the one at each terminal comes, when not for herself.
        var errands: [String: Person] = [:]
        var acknowledged: Set<Acknowledged> = []
        /// By the number of the case.
        var papers: [Sheet: [OutPaper]] = [:]
        /// The keys of the presses of "print".
        var presses: [Sheet: Set<String>] = [:]
        /// Those among them that asked, of a paper that came out, for another.
        var wishes: [Sheet: Set<String>] = [:]
        var pressedAt: [Sheet: Duration] = [:]
        var printed: Set<String> = []
        /// The tickets that each terminal has begun to print, in order.
        var spent: [String: [String]] = [:]
        /// Whether a ticket was only ever sent with another's name on it.
        var strayTickets: [String: Bool] = [:]
        /// By the number of the case: answers of registers that named its person.
        var registerAnswers: [String: Int64] = [:]
        var fetched: Set<String> = []
        /// By person: the presses of "submit", each by its case and its key.
        var submissions: [String: Set<String>] = [:]
        /// The terminal that each session's token was given to.
        var tokens: [String: String] = [:]
        /// The token that each terminal was given last.
        var newestToken: [String: String] = [:]
        /// Tokens of visits that are over, or that another took the place of.
        var overTokens: Set<String> = []
        /// How many people have stepped up to each terminal; who it was when a request was first sent, by its id; who it
        /// was when the request was sent that a token answered.
        var visitor: [String: Int] = [:]
        var visitorOfRequest: [String: Int] = [:]
        var visitorOfToken: [String: Int] = [:]
        /// The case that each terminal spoke of last.
        var lastNumber: [String: String] = [:]
        /// The codes that were sent to each phone, and those that proved somebody.
        var sentCodes: [String: Set<String>] = [:]
        var usedCodes: [String: String] = [:]
        /// The phone of whoever typed a code, by session and code.
        var typedBy: [String: String] = [:]
        var wrongCodes: [String: Int] = [:]
        /// Signed requests that a life of a node has answered.
        var signatures: Set<String> = []
        /// Questions to registers with answers about somebody else.
        var wrongOnTheWay: Set<[UInt8]> = []
        /// When such an answer came, and to which life of a centre, by service and terminal.
        var wrongAnswers: [String: (at: Duration, life: Life)] = [:]
        /// When the centre heard of a mismatch, by terminal.
        var mismatches: [String: Duration] = [:]
        /// Tickets whose mismatch the centre has taken.
        var mismatched: Set<String> = []
        /// Keys of buttons that were pressed anywhere.
        var keys: [String] = []
        /// When each ticket was given out, by the true time.
        var tickets: [String: Duration] = [:]
        /// When the newest code went to each phone.
        var codes: [String: Duration] = [:]
        var revoked: [String: Duration] = [:]
    }

    let stage: Stage
    let city: SampleCity
    let database: Database
    let state = Mutex(State())
    /// What names each person and nobody else.
    private let marks: [String: [[UInt8]]]

    init(stage: Stage, city: SampleCity, database: Database) {
        self.stage = stage
        self.city = city
        self.database = database
        marks = Self.marks(of: city)
    }

    static func marks(of city: SampleCity) -> [String: [[UInt8]]] {
        Dictionary(
            uniqueKeysWithValues: city.citizens.map { person in
                let texts =
                    [person.name, person.number.text, person.number.masked]
                    + (person.phone.map { [$0.text, $0.masked] } ?? [])
                return (person.id, texts.map { Array($0.utf8) })
            })
    }

    var violations: [Violation] { state.withLock { $0.violations } }
    /// How often each thing was looked at.
    var judged: [Judgement: Int] { state.withLock { $0.judged } }

    /// Counts that something was looked at, and says what was seen where it is not so.
    func judge(_ judgement: Judgement, _ isSo: Bool, _ what: @autoclosure () -> String) {
        state.withLock { $0.judged[judgement, default: 0] += 1 }
        if !isSo { report(judgement.rawValue, what()) }
    }

    func report(_ invariant: String, _ what: String) {
        stage.trace.note("witness", "\(invariant): \(what)")
        state.withLock { $0.violations.append(Violation(invariant: invariant, what: what)) }
    }

    func stands(_ person: Person, for subject: Person?, at terminal: String) {
        state.withLock {
            $0.standing[terminal] = person
            $0.errands[terminal] = subject
            $0.visitor[terminal, default: 0] += 1
        }
    }

    /// I1, I6: what stands on a screen is about the person before it.
    func shown(_ page: Page, at terminal: String) {
        let (person, subject) = state.withLock { ($0.standing[terminal], $0.errands[terminal]) }
        let others = strangers(to: [person, subject], in: page.html)
        judge(
            .i1Pages, others.isEmpty,
            "\(terminal) shows \(person?.id ?? "nobody") a mark of \(others) at \(page.path)")
        if let number = page.caseNumber {
            let owners = state.withLock { $0.acknowledged.filter { $0.number == number } }
            // Her masked name and number are not all that is hers: what she wants, and that she was here, is too.
            for owner in owners where page.status == 200 {
                let isOwn = owner.actor == nil && owner.person == person?.id
                let isHers = subject != nil && owner.actor == person?.id && owner.person == subject?.id
                judge(
                    .i1Cases, isOwn || isHers,
                    "\(terminal) shows \(person?.id ?? "nobody") the case \(number) of \(owner.person)")
            }
        }
        guard let sheet = page.sheet else { return }
        let (papers, pressedAt) = state.withLock { ($0.papers[sheet, default: []], $0.pressedAt[sheet]) }
        if page.saysItIsOut {
            judge(.i9Out, !papers.isEmpty, "\(terminal) says that \(sheet) is out, and none came")
        }
        if page.saysNothingCame, let pressedAt {
            judge(
                .i9Nothing, !papers.contains { $0.at >= pressedAt },
                "\(terminal) says that nothing came out for \(sheet), and a paper did")
        }
    }

    /// Those of whom something stands in the bytes, besides these people and what they have in common with others.
    private func strangers(to people: [Person?], _ allowed: [String] = [], in bytes: [UInt8]) -> [String] {
        let scan = Page.Scan(bytes: bytes)
        // Two people may look alike behind their stars.
        let own = people.flatMap { $0.flatMap { marks[$0.id] } ?? [] } + allowed.map { Array($0.utf8) }
        return city.citizens.filter { other in
            !people.contains { $0?.id == other.id }
                && (marks[other.id] ?? []).contains { !own.contains($0) && scan.has($0) }
        }.map(\.id)
    }

    /// The number of any case that somebody was told of.
    func someCase(_ dice: Dice) -> String? {
        let known = state.withLock { $0.acknowledged.map(\.number).sorted() }
        return known.isEmpty ? nil : dice.pick(known)
    }

    /// A screen said that a case is submitted.
    ///
    /// Whose it is says the row, which is asked at once, and her errand: a visitor who came for another may go on for herself.
    func acknowledged(_ number: String, by person: Person, for subject: Person?) {
        let owner = owner(of: number, by: person, for: subject)
        state.withLock { state in
            _ = state.acknowledged.insert(
                Acknowledged(
                    number: number, person: owner.id, actor: owner.id == person.id ? nil : person.id))
        }
    }

    /// The person whose case it must be, by whether somebody acts for her.
    private func owner(of number: String, by person: Person, for subject: Person?) -> Person {
        let isForAnother = try? database.look { db in
            try EvidenceStore.isForAnother(case: number, in: db)
        }
        guard isForAnother == true else { return person }
        judge(.i1Cases, subject != nil, "\(number) of \(person.id) is another's, and she came for nobody")
        return subject ?? person
    }

    /// The same key may come again with another case, from a page of a former visit, and is then another press.
    func pressedSubmit(by person: Person, for subject: Person?, _ action: String, key: String) {
        let number = action.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        // Pressed from an address that somebody left there, it may be anybody's; then it is as if she meant her own.
        let isForAnother = try? database.look { db in
            try EvidenceStore.isForAnother(case: number, in: db)
        }
        let owner = isForAnother == true ? subject ?? person : person
        state.withLock { _ = $0.submissions[owner.id, default: []].insert("\(action) \(key)") }
    }

    /// A button was pressed; others may come to press it with the same key.
    func pressed(_ key: String) {
        state.withLock { $0.keys.append(key) }
    }

    func someKey(_ dice: Dice) -> String? {
        let keys = state.withLock { $0.keys }
        return keys.isEmpty ? nil : dice.pick(keys)
    }

    /// A session's token that went over the lines, and the terminal it was for.
    func someToken(_ dice: Dice) -> (token: String, terminal: String)? {
        let tokens = state.withLock { $0.tokens.sorted { $0.key < $1.key } }
        return tokens.isEmpty ? nil : dice.pick(tokens.map { ($0.key, $0.value) })
    }

    func isOver(_ token: String) -> Bool { state.withLock { $0.overTokens.contains(token) } }
    func lastNumber(at terminal: String) -> String? { state.withLock { $0.lastNumber[terminal] } }

    /// A ticket whose paper nobody has fetched yet, if there is one.
    func someTicket(_ dice: Dice) -> String? {
        let tickets = state.withLock { state in
            let all = state.tickets.keys.sorted()
            let open = all.filter { !state.fetched.contains($0) }
            return open.isEmpty ? all : open
        }
        return tickets.isEmpty ? nil : dice.pick(tickets)
    }

    func revoked(_ terminal: String) {
        stage.trace.note(terminal, "is revoked")
        let now = stage.scheduler.now
        state.withLock { $0.revoked[terminal] = now }
    }

    /// The operator has let everything serve again.
    func readmitted() {
        state.withLock {
            $0.wrongAnswers = [:]
            $0.mismatches = [:]
        }
    }

    func isRevoked(_ terminal: String) -> Bool { state.withLock { $0.revoked[terminal] != nil } }

    /// Nobody's name, number or telephone may be in these bytes.
    func requireNobody(in bytes: [UInt8], _ judgement: Judgement, _ what: String) {
        let people = strangers(to: [], in: bytes)
        judge(judgement, people.isEmpty, "\(what): a mark of \(people)")
    }

    /// I1 and I12: with another's session a thief is refused, in words about nobody.
    func stolen(_ status: Int, _ body: [UInt8], _ what: String) {
        requireNobody(in: body, .i1Thieves, what)
        judge(.i12Thieves, !(200..<400).contains(status), what)
    }

    func pressedPrint(_ sheet: Sheet, key: String, again: Bool) {
        let now = stage.scheduler.now
        state.withLock {
            $0.presses[sheet, default: []].insert(key)
            $0.pressedAt[sheet] = now
            if again { $0.wishes[sheet, default: []].insert(key) }
        }
    }

    /// A register, or who stands between, answered about the person of this case.
    func isAnswered(_ number: String) {
        state.withLock { $0.registerAnswers[number, default: 0] += 1 }
    }

    /// A ticket is on its way, in the visitor's name or in another's.
    func sent(ticket: String, isStray: Bool) {
        state.withLock { $0.strayTickets[ticket] = isStray && $0.strayTickets[ticket] ?? true }
    }

    /// The first byte leaves for the printer: each ticket once.
    func printingBegins(_ paper: Paper, at terminal: String, disk: [String: [UInt8]]) {
        stage.trace.note(terminal, "prints \(paper.ticketID)")
        let (isNew, issuedAt) = state.withLock {
            ($0.printed.insert(paper.ticketID).inserted, $0.tickets[paper.ticketID])
        }
        requireOnDisk(paper.ticketID, at: terminal, disk)
        if let isStray = state.withLock({ $0.strayTickets[paper.ticketID] }) {
            judge(.i1Tickets, !isStray, "\(terminal) prints with the ticket of somebody else")
        }
        judge(.i11Prints, isNew, "\(terminal) prints ticket \(paper.ticketID) a second time")
        if let age = issuedAt.map({ stage.scheduler.now - $0 }) {
            judge(.i10Prints, age <= Self.ticketLife, "\(terminal) prints with a ticket of \(age) ago")
        }
    }

    /// I9, I11: before the first byte the disk says that a ticket is spent, for good, and that nobody knows its end.
    private func requireOnDisk(_ ticket: String, at terminal: String, _ disk: [String: [UInt8]]) {
        let spent = state.withLock { state in
            state.spent[terminal, default: []].append(ticket)
            return state.spent[terminal, default: []]
        }
        let outcome = disk.first { $0.key.hasSuffix("/outbox/\(ticket).json") }?.value ?? []
        judge(
            .i9Unknown, Page.Scan(bytes: outcome).has(Array("\"unknown\"".utf8)),
            "\(terminal) begins ticket \(ticket), and after a power cut nobody would ask how it ended")
        let list = Page.Scan(bytes: disk.first { $0.key.hasSuffix("/spent-tickets") }?.value ?? [])
        for ticket in spent {
            judge(
                .i11Disks, list.has(Array(ticket.utf8)),
                "\(terminal) has begun ticket \(ticket), and its disk does not know it")
        }
    }

    /// A paper lies in the tray, before whoever stands there.
    func comesOut(_ paper: Paper, at terminal: String) {
        let (person, subject) = state.withLock { ($0.standing[terminal], $0.errands[terminal]) }
        stage.trace.note(terminal, "paper \(paper.ticketID) before \(person?.id ?? "nobody")")
        let found = try? database.look { db in try EvidenceStore.paper(ofTicket: paper.ticketID, in: db) }
        judge(.i11Prints, found != nil, "\(terminal) prints with a ticket that nobody issued")
        guard let found else { return }
        let sheet = Sheet(number: found.number, paper: found.paper)
        judgeNames(on: paper, of: found.number, before: person, for: subject, at: terminal)
        let (count, presses) = state.withLock { state in
            state.papers[sheet, default: []].append(
                OutPaper(ticketID: paper.ticketID, at: stage.scheduler.now))
            return (state.papers[sheet, default: []].count, state.presses[sheet, default: []].count)
        }
        judge(.i9Presses, count <= presses, "\(count) of \(sheet) after \(presses) presses")
    }

    /// I1: a paper names exactly the subject of its case, and the one who acts for her where there is one.
    ///
    /// Of who acts stand the name and the masked number; her whole number is on no paper but her own.
    private func judgeNames(
        on paper: Paper, of number: String, before person: Person?, for subject: Person?, at terminal: String
    ) {
        let name = person?.id ?? "nobody"
        let isForAnother =
            (try? database.look { db in try EvidenceStore.isForAnother(case: number, in: db) }) ?? false
        let holder = isForAnother == true ? subject : person
        let scan = Page.Scan(bytes: paper.pdf)
        judge(
            .i1Papers, holder != nil && person != nil,
            "\(terminal) prints a paper for another before \(name), who came for nobody")
        guard let holder, let person else { return }
        let agent = holder.id == person.id ? [] : [person.name, person.number.masked]
        let others = strangers(to: [holder], agent, in: paper.pdf)
        judge(.i1Papers, others.isEmpty, "\(terminal) prints a mark of \(others) before \(name)")
        judge(
            .i1Papers, scan.has(Array(holder.number.text.utf8)),
            "\(terminal) prints a paper without the number of \(holder.id)")
        judge(
            .i1Papers, agent.allSatisfy { scan.has(Array($0.utf8)) },
            "\(terminal) prints a paper of \(holder.id) that does not name \(name)")
    }
}
