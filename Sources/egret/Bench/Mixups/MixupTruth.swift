import Base
import Synchronization

/// What really happened, noted beside the product: who stood where, what came out there, and everything that was wrong.
final class MixupTruth: Sendable {
    /// A paper that came out, without its bytes.
    struct Paper: Sendable {
        let ticketID: String
        let caseNumber: String
        let person: Int
        let terminalID: String
        let hash: String
    }

    /// Violations that are kept in words; more are only counted.
    static let wordsMax = 10

    private struct State {
        var papers: [String: Paper] = [:]
        var byCase: [String: Int] = [:]
        var wrong = 0
        var words: [String] = []
        var errors: [String: Int] = [:]
        /// Visits to somebody about whom a department lies: those that had to end without a paper.
        var lies = 0
        var lieTerminals: [String: Int] = [:]
    }

    private let state = Mutex(State())
    /// Told of every violation as it is found, and of the way to every end that nothing explains.
    private let onFinding: @Sendable (String) -> Void

    init(onFinding: @escaping @Sendable (String) -> Void = { _ in }) {
        self.onFinding = onFinding
    }

    /// Papers that came out.
    var count: Int { state.withLock { $0.papers.count } }
    var wrong: Int { state.withLock { $0.wrong } }
    var words: [String] { state.withLock { $0.words } }
    var papers: [Paper] { state.withLock { Array($0.papers.values) } }
    /// Ends of visits that nothing explains, by kind.
    var errors: [String: Int] { state.withLock { $0.errors } }

    /// A paper has come out; one ticket lets out one paper.
    func cameOut(_ paper: Paper) {
        let isFirst = state.withLock { state in
            state.byCase[paper.caseNumber, default: 0] += 1
            return state.papers.updateValue(paper, forKey: paper.ticketID) == nil
        }
        if !isFirst { wrong("two papers came out for the ticket \(paper.ticketID)") }
    }

    func hasPaper(ofCase number: String) -> Bool { state.withLock { $0.byCase[number] != nil } }
    func hasPaper(ofTicket id: String) -> Bool { state.withLock { $0.papers[id] != nil } }

    func wrong(_ words: String) {
        state.withLock { state in
            state.wrong += 1
            if state.words.count < Self.wordsMax { state.words.append(words) }
        }
        onFinding(words)
    }

    /// What helps whoever looks into a finding.
    func tell(_ words: String) { onFinding(words) }

    /// `trail`: what led there, for whoever looks into it.
    func error(_ kind: String, trail: [String] = []) {
        state.withLock { $0.errors[kind, default: 0] += 1 }
        if !trail.isEmpty { tell("\(kind), after \(trail.joined(separator: "; "))") }
    }
}
