public import Base
public import Vault
import Foundation

/// The right to print one document once, on one terminal, in one session, within a minute.
///
/// Wire form: `base64url(JSON with sorted keys) "." base64url(signature)`; the signature covers the JSON bytes.
public struct PrintTicket: Codable, Hashable, Sendable {
    /// Longest life of a ticket.
    public static let life = Duration.seconds(60)
    static let wireLengthMax = 4_096

    public enum Refused: Error, Hashable, Sendable {
        case malformed
        case signature
        case expired
        case otherTerminal
        case otherSession
        case otherSubject
        case otherDocument
    }

    public let id: String
    public let caseNumber: String
    /// SHA-256 of the PDF, hexadecimal.
    public let documentHash: String
    public let documentBytes: Int
    public let pages: Int
    /// SHA-256 of the session's token, hexadecimal.
    public let sessionHash: String
    /// The subject's commitment, hexadecimal.
    public let subject: String
    /// The commitment of the person at the screen, hexadecimal, when she acts for the subject; nil when she is the subject.
    public let actor: String?
    public let terminalID: String
    public let expiresAtMs: Int64

    public init(
        id: Token, caseNumber: String, documentHash: [UInt8], documentBytes: Int, pages: Int,
        sessionHash: [UInt8],
        subject: [UInt8], actor: [UInt8]? = nil, terminalID: String, expiresAt: Instant
    ) {
        self.id = id.rawValue
        self.caseNumber = caseNumber
        self.documentHash = documentHash.hex
        self.documentBytes = documentBytes
        self.pages = pages
        self.sessionHash = sessionHash.hex
        self.subject = subject.hex
        self.actor = actor?.hex
        self.terminalID = terminalID
        expiresAtMs = expiresAt.milliseconds
    }

    public func signed(by key: SigningKey) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = [UInt8](try encoder.encode(self))
        return Base64URL.encode(payload) + "." + Base64URL.encode(try key.sign(payload))
    }

    /// Reads a ticket and checks the signature against the keys, nothing else.
    public init(wire: String, keys: [PublicKey]) throws(Refused) {
        let parts = wire.split(separator: ".", omittingEmptySubsequences: false)
        guard wire.utf8.count <= Self.wireLengthMax, parts.count == 2,
            let payload = Base64URL.decode(parts[0]), let signature = Base64URL.decode(parts[1])
        else { throw .malformed }
        guard keys.contains(where: { $0.verifies(signature, of: payload) }) else { throw .signature }
        guard let ticket = try? JSONDecoder().decode(PrintTicket.self, from: Data(payload)) else {
            throw .malformed
        }
        self = ticket
    }

    /// Checks everything that ties the ticket to this moment, place, person and paper.
    ///
    /// `now` is the centre's time as the terminal knows it; an expiry further away than ``life`` is refused too.
    /// `subject` is the commitment of the person at the screen, `actingFor` that of the one for whom she acts in this visit,
    /// if any: then the ticket must be about that one and name her as its actor; otherwise about her and name nobody.
    public func check(
        terminalID: String, sessionHash: [UInt8], subject: [UInt8], actingFor: [UInt8]? = nil,
        document: [UInt8], now: Instant
    ) throws(Refused) {
        guard terminalID == self.terminalID else { throw .otherTerminal }
        guard sessionHash.hex == self.sessionHash else { throw .otherSession }
        guard (actingFor ?? subject).hex == self.subject, actor == actingFor.map({ _ in subject.hex }) else {
            throw .otherSubject
        }
        guard document.count == documentBytes, Digest.sha256(document).hex == documentHash else {
            throw .otherDocument
        }
        let left = Instant(milliseconds: expiresAtMs).since(now)
        guard left > .zero, left <= Self.life else { throw .expired }
    }
}

/// What a terminal asks for with a print ticket; a request without a body asks for the first printing.
public struct TicketQuestion: Codable, Hashable, Sendable {
    /// Whether the person asks, of a paper that came out before, for another in its place.
    public let again: Bool
    /// Nil means the result, as terminals of before ask.
    public let paper: CasePaper?

    public init(again: Bool, paper: CasePaper = .result) {
        self.again = again
        self.paper = paper == .result ? nil : paper
    }
}

/// What the centre answers to a request for a ticket.
public struct TicketAnswer: Codable, Hashable, Sendable {
    public let ticket: String
    public let ticketID: String
    /// The centre's time, so that a wrong clock in a shop neither lengthens nor shortens a ticket.
    public let nowMs: Int64

    public init(ticket: String, ticketID: String, nowMs: Int64) {
        self.ticket = ticket
        self.ticketID = ticketID
        self.nowMs = nowMs
    }
}

/// How the printing ended, as the terminal knows it.
public struct PrintOutcome: Codable, Hashable, Sendable {
    public enum State: String, Codable, Sendable, CaseIterable {
        case printed
        /// Surely nothing usable came out.
        case failed
        /// Power or printer went away in the middle: nobody knows.
        case unknown
        /// The paper, ticket or session did not match: the terminal has stopped itself.
        case mismatch
    }

    public let state: State
    /// A closed word: `paper-out`, `jam`, `offline`, `cover-open`, `expired`, `other-document` …; nil when printed.
    public let reason: String?
    public let pagesPrinted: Int

    public init(state: State, reason: String?, pagesPrinted: Int) {
        self.state = state
        self.reason = reason
        self.pagesPrinted = pagesPrinted
    }
}
