import Base
import Foundation
import Synchronization

/// What the witness sees on the lines.
extension Witness {
    private struct Question: Decodable {
        let caseNumber: String
    }

    /// I4: a department is asked only after the leaf about it is kept.
    func delivered(_ parcel: Parcel, from sender: String) {
        guard parcel.path.hasPrefix("/registers/"),
            let question = try? JSONDecoder().decode(Question.self, from: Data(parcel.body))
        else { return }
        require("register.asked", question.caseNumber, "\(sender) asks \(parcel.path)")
    }

    /// I4 and I11: a paper leaves the centre once, after the leaf about it is kept.
    func answered(
        _ parcel: Parcel, _ answer: Answered, from sender: String, by node: Node, sentAt: Duration
    ) {
        guard answer.status == 200, parcel.method == "GET", parcel.path.hasPrefix("/papers/") else { return }
        let ticket = String(parcel.path.dropFirst("/papers/".count))
        guard state.withLock({ $0.fetched.insert(ticket).inserted }) else {
            return report("I11", "\(node.name) gives the paper of ticket \(ticket) a second time")
        }
        guard
            let number = try? database.look({ db in try EvidenceStore.caseNumber(ofTicket: ticket, in: db) })
        else { return report("I4", "\(node.name) gives a paper for a ticket that is not there") }
        require("paper.fetched", number, "\(node.name) gives the paper of \(number)")
    }

    private func require(_ action: String, _ number: String, _ what: String) {
        let leaves = (try? database.look { db in try EvidenceStore.leaves(action, of: number, in: db) }) ?? 0
        if leaves == 0 { report("I4", "\(what) without a leaf \(action)") }
    }
}
