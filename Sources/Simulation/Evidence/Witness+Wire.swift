import Base
import Exchange
import Foundation
import HTTPTypes
import Synchronization
import Wire

/// What the witness sees on the lines between terminals, centres and departments.
extension Witness {
    /// A revoked terminal obtains nothing after so long, by the house's own list of invariants.
    static let revocationMax = Duration.seconds(60)
    /// A print ticket is good for a minute, and its answer may be a moment on the way.
    static let ticketLife = Duration.seconds(62)
    /// A question to a department that was begun before its service was stopped has come to its end by then.
    static let questionMax = RegisterQuestion.deadline + .seconds(1)

    private struct Question: Decodable {
        let caseNumber: String
        let subject: String
    }

    /// What leaves a node, whether or not it arrives.
    func sent(_ parcel: Parcel, from sender: String) {
        noteTyped(parcel, from: sender)
        judgeVisit(parcel, from: sender)
        judgeService(parcel)
    }

    /// I4: a department is asked, and a code sent, only after the leaf about it is kept.
    func delivered(_ parcel: Parcel, from sender: String) {
        if parcel.path == "/messages" { noteCode(parcel) }
        if parcel.host == "centre", parcel.headers[Self.session] != nil, let number = parcel.caseNumber {
            state.withLock { $0.lastNumber[sender] = number }
        }
        guard parcel.path.hasPrefix("/registers/"),
            let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body))
        else { return }
        require("register.asked", .i4Questions, of: question.caseNumber, "\(sender) asks \(parcel.path)")
    }

    /// What left a program's door, whether or not it arrives.
    func answered(
        _ parcel: Parcel, _ answer: Answered, from sender: String, by node: Node, sentAt: Duration
    ) {
        if parcel.path.hasPrefix("/registers/") { noteSubject(parcel, answer) }
        guard parcel.host == "centre" else { return }
        if parcel.path == "/identification/code" { judgeCode(parcel, answer, at: sender) }
        guard !Self.isForEverybody(parcel) else { return }
        judgeRevocation(parcel, answer, from: sender, sentAt: sentAt)
        guard answer.status < 400 else { return }
        judgeReplay(parcel, by: node)
        if parcel.path.hasSuffix("/outcome") { judgeOutcome(parcel, from: sender, by: node) }
        judgeStop(parcel, answer, from: sender, sentAt: sentAt)
        noteToken(parcel, answer, for: sender)
        if parcel.path.hasSuffix("/print-tickets"),
            let ticket = try? JSONDecoder().decode(TicketAnswer.self, from: Data(answer.body))
        {
            let now = stage.scheduler.now
            state.withLock { $0.tickets[ticket.ticketID] = $0.tickets[ticket.ticketID] ?? now }
        }
        if parcel.path.hasPrefix("/papers/") { judgePaper(parcel, by: node) }
    }

    /// Help and the look of the pages are asked for without proof of who asks, and say nothing of anybody.
    private static func isForEverybody(_ parcel: Parcel) -> Bool {
        ["/help", "/display"].contains(parcel.path)
    }

    /// I4, I10 and I11: a paper leaves the centre once, within its minute, after the leaf about it is kept.
    private func judgePaper(_ parcel: Parcel, by node: Node) {
        let ticket = String(parcel.path.dropFirst("/papers/".count))
        let (isFirst, issuedAt) = state.withLock { ($0.fetched.insert(ticket).inserted, $0.tickets[ticket]) }
        judge(.i11Papers, isFirst, "\(node.name) gives the paper of ticket \(ticket) a second time")
        if let age = issuedAt.map({ stage.scheduler.now - $0 }) {
            judge(.i10Papers, age <= Self.ticketLife, "\(node.name) gives a paper for a ticket of \(age) ago")
        }
        require("paper.fetched", .i4Papers, ofTicket: ticket, "\(node.name) gives the paper of \(ticket)")
    }

    /// I11: no node serves one signed request twice.
    private func judgeReplay(_ parcel: Parcel, by node: Node) {
        guard let signature = parcel.headers[Self.signature] else { return }
        let isFirst = state.withLock {
            $0.signatures.insert("\(node.name)/\(node.lives)/\(signature)").inserted
        }
        judge(.i11Requests, isFirst, "\(node.name) serves one request for \(parcel.path) twice")
    }

    private func judgeRevocation(_ parcel: Parcel, _ answer: Answered, from sender: String, sentAt: Duration)
    {
        guard let revokedAt = state.withLock({ $0.revoked[sender] }), sentAt - revokedAt > Self.revocationMax
        else { return }
        judge(
            .i7Terminals, answer.status >= 400,
            "\(sender), revoked, is answered \(answer.status) to \(parcel.path)")
    }

    /// I4: that a paper came out is taken with its leaf; from a mismatch on the terminal is given nothing more.
    private func judgeOutcome(_ parcel: Parcel, from sender: String, by node: Node) {
        let (now, ticket) = (stage.scheduler.now, parcel.path.split(separator: "/").dropFirst().first)
        guard let ticket = ticket.map(String.init),
            let outcome = try? JSONDecoder().decode(PrintOutcome.self, from: Data(parcel.body))
        else { return }
        switch outcome.state {
        case .printed:
            require("print.ended", .i4Outcomes, ofTicket: ticket, "\(node.name) takes the end of \(ticket)")
        case .mismatch:
            state.withLock { state in
                state.mismatches[sender] = state.mismatches[sender] ?? now
                state.mismatched.insert(ticket)
            }
        case .failed, .unknown: break
        }
    }

    /// I1: a terminal that told of a mismatch is given nothing more.
    ///
    /// It was told that this is taken, so the stop is kept, whatever became of other transactions.
    private func judgeStop(_ parcel: Parcel, _ answer: Answered, from sender: String, sentAt: Duration) {
        let isOpen =
            ["/terminals/health", "/session/end"].contains(parcel.path) || parcel.path.hasSuffix("/outcome")
        guard !isOpen else { return }
        let at = state.withLock { $0.mismatches[sender] }
        judge(
            .i1Stops, at.map { sentAt - $0 <= .seconds(6) } ?? true,
            "\(sender) goes on after a mismatch: \(answer.status) to \(parcel.path)")
    }

    /// I12: a token is given to one terminal, and dies with its visit or with the next token.
    private func noteToken(_ parcel: Parcel, _ answer: Answered, for sender: String) {
        let presented = parcel.headers[Self.session]
        if parcel.path == "/session/end" {
            state.withLock { state in
                // Without a token, every visit of the terminal is over.
                let over = presented.map { [$0] } ?? state.tokens.filter { $0.value == sender }.map(\.key)
                state.overTokens.formUnion(over)
            }
        }
        guard let token = answer.headers[Self.session], token != WireHeader.ended else { return }
        noteVisit(of: token, parcel)
        let other = state.withLock { state -> String? in
            if state.tokens[token] == nil {
                state.tokens[token] = sender
                if let former = state.newestToken[sender] { state.overTokens.insert(former) }
                state.newestToken[sender] = token
            }
            return state.tokens[token]
        }
        if let other { judge(.i12Tokens, other == sender, "\(sender) is given the session of \(other)") }
    }

    private func require(_ action: String, _ judgement: Judgement, of number: String, _ what: String) {
        let leaves = (try? database.look { db in try EvidenceStore.leaves(action, of: number, in: db) }) ?? 0
        judge(judgement, leaves > 0, "\(what) without a leaf \(action)")
    }

    private func require(_ action: String, _ judgement: Judgement, ofTicket id: String, _ what: String) {
        let found = try? database.look { db in try EvidenceStore.paper(ofTicket: id, in: db) }
        guard let found else { return judge(judgement, false, "\(what), a ticket that is not there") }
        require(action, judgement, of: found.number, what)
    }

    /// I1: for a service of which a register spoke of somebody else nothing more is asked from there.
    private func judgeService(_ parcel: Parcel) {
        guard let place = place(parcel) else { return }
        let at = state.withLock { $0.wrongAnswers[place]?.at }
        judge(
            .i1Stops, at.map { stage.scheduler.now - $0 <= Self.questionMax } ?? true,
            "\(place) goes on after an answer about somebody else")
    }

    /// A register has spoken of somebody else.
    private func noteSubject(_ parcel: Parcel, _ answer: Answered) {
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body)),
            let answered = try? JSONDecoder().decode(Question.self, from: Data(answer.body)),
            question.subject != answered.subject
        else { return }
        state.withLock { _ = $0.wrongOnTheWay.insert(parcel.body + answer.body) }
    }

    /// What has reached who asked, and in time: a wrong answer that is lost on its way stops nothing, and neither does one
    /// that the line has exchanged for an answer to something else, which nobody believes.
    ///
    /// Where clocks are set, an answer may be too old to be believed at all, and stop nothing.
    func received(_ parcel: Parcel, _ answer: Answered, in life: Life) {
        guard !stage.plan.clockSteps, let place = place(parcel),
            state.withLock({ $0.wrongOnTheWay.contains(parcel.body + answer.body) })
        else { return }
        let now = stage.scheduler.now
        state.withLock { $0.wrongAnswers[place] = $0.wrongAnswers[place] ?? (now, life) }
        _ = life.atEnd { [weak self] in self?.faltered(life) }
    }

    /// A transaction of this life was lost, or it ended: the stop that an answer just now called for may be among it.
    func faltered(_ life: Life) {
        let now = stage.scheduler.now
        state.withLock { state in
            state.wrongAnswers = state.wrongAnswers.filter { _, wrong in
                wrong.life !== life || now - wrong.at > Self.questionMax
            }
        }
    }

    /// A service as it is asked for at one terminal; nil when it is no question for a case that is still open there.
    private func place(_ parcel: Parcel) -> String? {
        guard parcel.path.hasPrefix("/registers/"),
            let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body)),
            let found = try? database.look({ db in try EvidenceStore.asking(question.caseNumber, in: db) })
        else { return nil }
        return "\(found.service) at \(found.terminal)"
    }

    static let session = Parcel.name(WireHeader.session)
    static let subject = Parcel.name(WireHeader.subject)
    private static let signature = Parcel.name(WireHeader.signatureInput)
}
