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

    /// I4: a department is asked only after the leaf about it is kept.
    func delivered(_ parcel: Parcel, from sender: String) {
        if parcel.path == "/messages" { noteCode(parcel) }
        if parcel.host == "centre", parcel.headers[Self.session] != nil, let number = parcel.caseNumber {
            state.withLock { $0.lastNumber[sender] = number }
        }
        guard parcel.path.hasPrefix("/registers/"),
            let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body))
        else { return }
        require("register.asked", question.caseNumber, "\(sender) asks \(parcel.path)")
        requireService(question.caseNumber, parcel)
    }

    /// What left a program's door, whether or not it arrives.
    func answered(
        _ parcel: Parcel, _ answer: Answered, from sender: String, by node: Node, sentAt: Duration
    ) {
        if parcel.path.hasPrefix("/registers/") { noteSubject(parcel, answer) }
        guard parcel.host == "centre" else { return }
        if parcel.path == "/identification/code" { judgeCode(parcel, answer, at: sender) }
        guard answer.status < 400, !Self.isForEverybody(parcel) else { return }
        judgeReplay(parcel, by: node)
        judgeRevocation(parcel, answer, from: sender, sentAt: sentAt)
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
        if !isFirst { report("I11", "\(node.name) gives the paper of ticket \(ticket) a second time") }
        if let issuedAt, stage.scheduler.now - issuedAt > Self.ticketLife {
            report("I10", "\(node.name) gives a paper for a ticket of \(stage.scheduler.now - issuedAt) ago")
        }
        let found = try? database.look { db in try EvidenceStore.paper(ofTicket: ticket, in: db) }
        guard let number = found?.number else {
            return report("I4", "\(node.name) gives a paper for a ticket that is not there")
        }
        require("paper.fetched", number, "\(node.name) gives the paper of \(number)")
    }

    /// I11: no node serves one signed request twice.
    private func judgeReplay(_ parcel: Parcel, by node: Node) {
        guard let signature = parcel.headers[Self.signature] else { return }
        let isFirst = state.withLock {
            $0.signatures.insert("\(node.name)/\(node.lives)/\(signature)").inserted
        }
        if !isFirst { report("I11", "\(node.name) serves one request for \(parcel.path) twice") }
    }

    private func judgeRevocation(_ parcel: Parcel, _ answer: Answered, from sender: String, sentAt: Duration)
    {
        guard let revokedAt = state.withLock({ $0.revoked[sender] }) else { return }
        if sentAt - revokedAt > Self.revocationMax {
            report("I7", "\(sender), revoked, is answered \(answer.status) to \(parcel.path)")
        }
    }

    /// I1: a terminal that told of a mismatch is given nothing more.
    private func judgeStop(_ parcel: Parcel, _ answer: Answered, from sender: String, sentAt: Duration) {
        guard stage.plan.isEngineWhole else { return }
        let isOpen = ["/terminals/health", "/session/end"].contains(parcel.path)
        if parcel.path.hasSuffix("/outcome") {
            if Page.Scan(bytes: parcel.body).has(Array("\"mismatch\"".utf8)) {
                let now = stage.scheduler.now
                state.withLock { state in
                    state.mismatches[sender] = state.mismatches[sender] ?? now
                    state.mismatched.formUnion(
                        parcel.path.split(separator: "/").dropFirst().prefix(1).map(String.init))
                }
            }
        } else if !isOpen, let at = state.withLock({ $0.mismatches[sender] }), sentAt - at > .seconds(6) {
            report("I1", "\(sender) goes on after a mismatch: \(answer.status) to \(parcel.path)")
        }
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
        if let other, other != sender { report("I12", "\(sender) is given the session of \(other)") }
    }

    private func require(_ action: String, _ number: String, _ what: String) {
        let leaves = (try? database.look { db in try EvidenceStore.leaves(action, of: number, in: db) }) ?? 0
        if leaves == 0 { report("I4", "\(what) without a leaf \(action)") }
    }

    /// I1: a register that spoke of somebody else is not asked again from there.
    private func requireService(_ number: String, _ parcel: Parcel) {
        guard stage.plan.isEngineWhole, let place = place(number, parcel) else { return }
        guard let at = state.withLock({ $0.wrongAnswers[place] }) else { return }
        if stage.scheduler.now - at > .seconds(5) {
            report("I1", "\(place) goes on after an answer about somebody else")
        }
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
