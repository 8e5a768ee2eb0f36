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
        let person: String
    }

    struct OutPaper: Sendable {
        let ticketID: String
        let at: Duration
    }

    struct State {
        var violations: [Violation] = []
        var standing: [String: Person] = [:]
        var acknowledged: Set<Acknowledged> = []
        /// By the number of the case.
        var papers: [String: [OutPaper]] = [:]
        /// By the number of the case: the keys of the presses of "print".
        var presses: [String: Set<String>] = [:]
        var pressedAt: [String: Duration] = [:]
        var printed: Set<String> = []
        var fetched: Set<String> = []
        var visitsDone = 0
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

    func report(_ invariant: String, _ what: String) {
        stage.trace.note("witness", "\(invariant): \(what)")
        state.withLock { $0.violations.append(Violation(invariant: invariant, what: what)) }
    }

    func stands(_ person: Person, at terminal: String) {
        state.withLock { $0.standing[terminal] = person }
    }

    /// I1, I6: what stands on a screen is about the person before it.
    func shown(_ page: Page, at terminal: String) {
        let person = state.withLock { $0.standing[terminal] }
        for other in strangers(to: person, in: page.html) {
            report("I1", "\(terminal) shows \(person?.id ?? "nobody") a mark of \(other) at \(page.path)")
        }
        guard let number = page.caseNumber, page.path.hasSuffix("/paper") || page.path.contains("/paper?")
        else { return }
        let (papers, pressedAt) = state.withLock { ($0.papers[number, default: []], $0.pressedAt[number]) }
        if page.saysItIsOut, papers.isEmpty {
            report("I9", "\(terminal) says that the paper of \(number) is out, and none came")
        }
        if page.saysNothingCame, let pressedAt, papers.contains(where: { $0.at >= pressedAt }) {
            report("I9", "\(terminal) says that nothing came out for \(number), and a paper did")
        }
    }

    private func strangers(to person: Person?, in bytes: [UInt8]) -> [String] {
        let scan = Page.Scan(bytes: bytes)
        // Two people may look alike behind their stars.
        let own = person.flatMap { marks[$0.id] } ?? []
        return city.citizens.filter { other in
            other.id != person?.id
                && (marks[other.id] ?? []).contains { !own.contains($0) && scan.has($0) }
        }.map(\.id)
    }

    /// The number of any case that somebody was told of.
    func someCase(_ dice: Dice) -> String? {
        let known = state.withLock { $0.acknowledged.map(\.number).sorted() }
        return known.isEmpty ? nil : dice.pick(known)
    }

    /// A screen said that a case is submitted.
    func acknowledged(_ number: String, of person: Person) {
        state.withLock { _ = $0.acknowledged.insert(Acknowledged(number: number, person: person.id)) }
    }

    func pressedPrint(_ number: String, key: String) {
        let now = stage.scheduler.now
        state.withLock {
            $0.presses[number, default: []].insert(key)
            $0.pressedAt[number] = now
        }
    }

    /// The first byte leaves for the printer: each ticket once.
    func printingBegins(_ paper: Paper, at terminal: String) {
        stage.trace.note(terminal, "prints \(paper.ticketID)")
        guard state.withLock({ $0.printed.insert(paper.ticketID).inserted }) else {
            return report("I11", "\(terminal) prints ticket \(paper.ticketID) a second time")
        }
    }

    /// A paper lies in the tray, before whoever stands there.
    func comesOut(_ paper: Paper, at terminal: String) {
        let person = state.withLock { $0.standing[terminal] }
        stage.trace.note(terminal, "paper \(paper.ticketID) before \(person?.id ?? "nobody")")
        for other in strangers(to: person, in: paper.pdf) {
            report("I1", "\(terminal) prints a mark of \(other) before \(person?.id ?? "nobody")")
        }
        if let person, !Page.Scan(bytes: paper.pdf).has(Array(person.number.text.utf8)) {
            report("I1", "\(terminal) prints a paper without the number of \(person.id)")
        }
        guard
            let number = try? database.look({ db in
                try EvidenceStore.caseNumber(ofTicket: paper.ticketID, in: db)
            })
        else { return report("I11", "\(terminal) prints with a ticket that nobody issued") }
        let (count, presses) = state.withLock { state in
            state.papers[number, default: []].append(
                OutPaper(ticketID: paper.ticketID, at: stage.scheduler.now))
            return (state.papers[number, default: []].count, state.presses[number, default: []].count)
        }
        if count > presses { report("I9", "\(count) papers of \(number) after \(presses) presses") }
    }
}
