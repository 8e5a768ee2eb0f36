import Synchronization

/// What goes wrong on purpose, each so many times in a thousand chances, and how often it did.
final class MixupFaults: Sendable {
    /// Chances of a thousand; of requests, transactions, visits or papers, as each says.
    struct Rates: Sendable {
        // Of a request from a terminal to the centre.
        var requestLost = 4
        /// The caller gives up while the work goes on.
        var answerLost = 8
        /// The caller gives up and the work is cancelled in the middle.
        var requestCut = 8
        /// The same signed bytes arrive twice, at once or late, at this node or another.
        var requestDoubled = 8
        /// Kept on the way until the next person is at the screen.
        var requestHeld = 4
        var answerSlow = 15
        // Of a transaction.
        var databaseBusy = 2
        /// Committed, and the word of it lost.
        var commitUnknown = 1
        var commitSlow = 4
        // Of a question to a foreign system.
        var departmentDown = 3
        var departmentSlow = 10
        var departmentSilent = 2
        /// The answers of two questions change places.
        var departmentSwapped = 3
        // Of a step of a visit.
        var pressedTwice = 15
        var leftInMidRequest = 6
        var formerForm = 8
        var agentRestart = 4
        // Of a visit.
        var walkedAway = 15
        /// So many terminals press in the same millisecond.
        var storm = 60
        // Of a paper.
        var printerFails = 8
        var printerUnsure = 8
        var printerSlow = 15
        var killedBeforePaper = 5
        var killedAfterPaper = 5
        // Of papers, over the whole house.
        var centreRestart = 2

        static let none = Rates(
            requestLost: 0, answerLost: 0, requestCut: 0, requestDoubled: 0, requestHeld: 0, answerSlow: 0,
            databaseBusy: 0, commitUnknown: 0, commitSlow: 0, departmentDown: 0, departmentSlow: 0,
            departmentSilent: 0, departmentSwapped: 0, pressedTwice: 0, leftInMidRequest: 0, formerForm: 0,
            agentRestart: 0, walkedAway: 0, storm: 0, printerFails: 0, printerUnsure: 0, printerSlow: 0,
            killedBeforePaper: 0, killedAfterPaper: 0, centreRestart: 0)
    }

    let rates: Rates
    private let counts = Mutex<[String: Int]>([:])
    private let armed = Mutex(false)

    init(_ rates: Rates = Rates()) {
        self.rates = rates
    }

    /// By kind, such as `answer-lost.submission`.
    var counted: [String: Int] { counts.withLock { $0 } }

    func note(_ kind: String) { counts.withLock { $0[kind, default: 0] += 1 } }

    /// Lets faults come, or none any more.
    func arm(_ isArmed: Bool) { armed.withLock { $0 = isArmed } }

    /// Draws a fault and notes it when it comes.
    func comes(_ rate: any KeyPath<Rates, Int> & Sendable, _ kind: String, _ chance: MixupChance) -> Bool {
        guard armed.withLock({ $0 }), chance.happens(rates[keyPath: rate]) else { return false }
        note(kind)
        return true
    }
}
