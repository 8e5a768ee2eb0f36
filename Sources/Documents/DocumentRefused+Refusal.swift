public import HTTPTypes
public import Web

extension DocumentRefused: Refusal {
    public var slug: String {
        switch self {
        case .missingField, .unsafeText, .unreadableValue, .missingGlyph, .tooLong: "paper-not-makeable"
        case .otherSubject: "paper-other-subject"
        case .busy: "paper-busy"
        case .unknownDocument: "paper-unknown"
        case .notValid: "paper-not-valid"
        case .alreadyRevoked: "paper-already-revoked"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .missingField, .unsafeText, .unreadableValue, .missingGlyph, .tooLong: .unprocessableContent
        case .otherSubject, .notValid, .alreadyRevoked: .conflict
        case .busy: .tooManyRequests
        case .unknownDocument: .notFound
        }
    }
}

extension TicketRefused: Refusal {
    public var slug: String {
        switch self {
        case .unknownTicket: "ticket-unknown"
        case .otherTerminal, .otherSession: "ticket-foreign"
        case .expired: "ticket-expired"
        case .alreadyFetched, .closed: "ticket-used"
        case .contradicts: "ticket-contradicts"
        case .inUse: "ticket-in-use"
        case .alreadyPrinted: "paper-printed"
        case .reprintLimit: "paper-reprint-limit"
        case .terminalStopped: "ticket-terminal-stopped"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknownTicket: .notFound
        case .otherTerminal, .otherSession: .forbidden
        case .expired: .gone
        case .alreadyFetched, .closed, .contradicts, .inUse, .alreadyPrinted, .reprintLimit,
            .terminalStopped:
            .conflict
        }
    }
}
