/// What a helper is to a route of a terminal: the whole of assisted mode in one table.
///
/// A route that is not named here is ``closed`` while somebody helps, so a new one is nobody's to see before somebody
/// has said so.
public enum AssistedStep: Hashable, Sendable {
    /// Steps that are the person's own, in the order in which a visit takes them.
    public enum Own: String, Sendable, CaseIterable {
        /// She shows who she is: card, face, codes, telephone.
        case proof
        /// She answers, checks and submits.
        case answers
        /// She prints, takes and rates.
        case paper
    }

    /// Nothing of the person's is on the page: the helper may stand beside her.
    case open
    /// The helper steps aside first, at the person's own press, and everything that is hers is masked all the same.
    case own(Own)
    /// Not while anybody helps.
    case closed
    /// Of nobody's visit: said by the agent's program, the same for everybody, or about the help itself.
    case apart

    public static func of(_ method: String, _ path: String) -> AssistedStep {
        table["\(method == "HEAD" ? "GET" : method) \(path)"] ?? .closed
    }

    static let table: [String: AssistedStep] = [
        "GET /": .open, "GET /services": .open,
        "GET /services/{department}/{slug}": .open, "POST /services/{department}/{slug}/start": .open,
        "GET /identification": .open, "POST /identification/way": .open, "GET /goodbye": .open,

        "GET /identification/card": .own(.proof), "POST /identification/card": .own(.proof),
        "GET /identification/consent": .own(.proof), "POST /identification/consent": .own(.proof),
        "GET /identification/face": .own(.proof), "POST /identification/face": .own(.proof),
        "GET /identification/code": .own(.proof), "POST /identification/code": .own(.proof),
        "POST /identification/code/sending": .own(.proof),
        "GET /identification/phone": .own(.proof), "POST /identification/phone": .own(.proof),
        "GET /identification/network": .own(.proof), "POST /identification/network": .own(.proof),

        "GET /cases/opening": .own(.answers), "POST /cases": .own(.answers),
        "GET /cases/again": .own(.answers), "POST /cases/{number}/again": .own(.answers),
        "GET /cases/running": .own(.answers),
        "GET /cases/{number}": .own(.answers), "POST /cases/{number}/record": .own(.answers),
        "GET /cases/{number}/questions/{question}": .own(.answers),
        "POST /cases/{number}/questions/{question}": .own(.answers),
        "GET /cases/{number}/hand-over": .own(.answers), "POST /cases/{number}/hand-over": .own(.answers),
        "GET /cases/{number}/appointment": .own(.answers),
        "POST /cases/{number}/appointment": .own(.answers),
        "GET /cases/{number}/check": .own(.answers), "POST /cases/{number}/submission": .own(.answers),
        // What an office decides has no paper yet: here the form ends, and a correction begins.
        "GET /cases/{number}/standing": .own(.answers), "POST /cases/{number}/corrections": .own(.answers),

        "GET /cases/{number}/receipt": .own(.paper), "GET /cases/{number}/acceptance": .own(.paper),
        "GET /cases/{number}/refusal": .own(.paper), "GET /cases/{number}/paper": .own(.paper),
        "POST /cases/{number}/print-tickets": .own(.paper),
        "GET /cases/{number}/rating": .own(.paper), "POST /cases/{number}/rating": .own(.paper),

        "POST /papers/{ticket}": .apart, "POST /print-tickets/{ticket}/outcome": .apart,
        "POST /session/end": .apart, "POST /terminals/enrolment": .apart, "POST /terminals/health": .apart,
        "GET /assets/{hash}/**": .apart, "GET /livez": .apart, "GET /readyz": .apart,
        "GET /help": .apart, "POST /display": .apart,
        "GET /assistance": .apart, "POST /assistance/call": .apart, "POST /assistance/begin": .apart,
        "POST /assistance/aside": .apart, "POST /assistance/back": .apart, "POST /assistance/end": .apart,
    ]
}
