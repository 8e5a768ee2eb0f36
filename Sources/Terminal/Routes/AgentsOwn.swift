import HTTPTypes

/// What only the agent itself says to the centre or asks of it: a card and a face that its devices have seen, tickets,
/// papers and outcomes, its own health, the end of a visit.
///
/// The agent signs what it passes on, so a page that said such a thing would be believed.
enum AgentsOwn {
    static func includes(_ method: HTTPRequest.Method, _ path: String) -> Bool {
        // As the centre's router reads a path: empty parts do not count.
        let parts = path.split(separator: "/")
        return switch parts.first {
        case "papers", "print-tickets", "session", "terminals": true
        case "cases": parts.last == "print-tickets"
        case "identification":
            ![.get, .head].contains(method) && (parts.last == "card" || parts.last == "face")
        default: false
        }
    }
}
