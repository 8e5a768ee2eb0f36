import Base
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

    private struct Question: Decodable {
        let caseNumber: String
        let subject: String
    }

    /// What leaves a node, whether or not it arrives.
    func sent(_ parcel: Parcel, from sender: String) {
        noteTyped(parcel, from: sender)
        judgeVisit(parcel, from: sender)
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
        requireService(question.caseNumber, parcel)
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
        case .mismatch where stage.plan.isEngineWhole:
            state.withLock { state in
                state.mismatches[sender] = state.mismatches[sender] ?? now
                state.mismatched.insert(ticket)
            }
        case .mismatch, .failed, .unknown: break
        }
    }

    /// I1: a terminal that told of a mismatch is given nothing more.
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

    /// I1: a register that spoke of somebody else is not asked again from there.
    private func requireService(_ number: String, _ parcel: Parcel) {
        guard stage.plan.isEngineWhole, let place = place(number, parcel) else { return }
        let at = state.withLock { $0.wrongAnswers[place] }
        judge(
            .i1Stops, at.map { stage.scheduler.now - $0 <= .seconds(5) } ?? true,
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
    func received(_ parcel: Parcel, _ answer: Answered) {
        guard parcel.path.hasPrefix("/registers/"),
            state.withLock({ $0.wrongOnTheWay.contains(parcel.body + answer.body) }),
            let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body)),
            let place = place(question.caseNumber, parcel)
        else { return }
        let now = stage.scheduler.now
        state.withLock { $0.wrongAnswers[place] = $0.wrongAnswers[place] ?? now }
    }

    /// A register as it is asked from one terminal.
    private func place(_ number: String, _ parcel: Parcel) -> String? {
        let terminal = try? database.look { db in try EvidenceStore.terminal(ofCase: number, in: db) }
        return terminal.flatMap { $0 }.map { "\(parcel.path) at \($0)" }
    }

    static let session = Parcel.name(WireHeader.session)
    static let subject = Parcel.name(WireHeader.subject)
    private static let signature = Parcel.name(WireHeader.signatureInput)
}
