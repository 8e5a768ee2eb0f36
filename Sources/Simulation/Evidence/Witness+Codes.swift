import Base
import Foundation
import HTTPTypes
import Sandbox
import Synchronization

/// One-time codes: whose they are, how often they count, how many guesses there are.
extension Witness {
    /// After so many wrong codes no other counts in that visit.
    static let codeTriesMax = 3
    /// A code proves nothing after so long.
    static let codeLife = Duration.seconds(305)

    private struct Message: Decodable {
        let to: String
        let text: String
    }

    /// I4: a code leaves for a phone after the leaf about it is kept; the log names no phone, so they are counted.
    func noteCode(_ parcel: Parcel) {
        guard let message = try? JSONDecoder().decode(Message.self, from: Data(parcel.body)),
            let code = Self.code(in: message.text)
        else { return }
        let now = stage.scheduler.now
        state.withLock {
            $0.sentCodes[message.to, default: []].insert(code)
            $0.codes[message.to + code] = now
        }
        let (action, sent) = ("identity.code-sent", state.withLock { $0.codes.count })
        let leaves = (try? database.look { db in try EvidenceStore.leaves(action, in: db) }) ?? 0
        judge(.i4Codes, sent <= leaves, "\(sent) codes are sent with \(leaves) leaves \(action)")
    }

    /// A code with which this person has proved herself before.
    func usedCode(of person: Person, _ dice: Dice) -> String? {
        guard let phone = person.phone?.text else { return nil }
        let used = state.withLock { $0.usedCodes.keys.filter { $0.hasPrefix(phone) }.sorted() }
        return used.isEmpty ? nil : String(dice.pick(used).dropFirst(phone.count))
    }

    static func code(in text: String) -> String? {
        text.split { !$0.isASCII || !$0.isNumber }.first { $0.count == 6 }.map { String($0) }
    }

    /// Whoever types a code may be gone when the answer comes.
    func noteTyped(_ parcel: Parcel, from terminal: String) {
        guard let (session, code) = Self.typed(parcel) else { return }
        state.withLock { state in
            guard let phone = state.standing[terminal]?.phone?.text else { return }
            state.typedBy[session + code] = state.typedBy[session + code] ?? phone
        }
    }

    private static func typed(_ parcel: Parcel) -> (session: String, code: String)? {
        let form = String(decoding: parcel.body, as: UTF8.self).split(separator: "&")
        guard parcel.path == "/identification/code", parcel.method == "POST",
            let session = parcel.headers[Self.session],
            let code = form.first(where: { $0.hasPrefix("code=") })?.dropFirst(5)
        else { return nil }
        return (session, String(code))
    }

    /// Judges an answer to a code that was typed in.
    func judgeCode(_ parcel: Parcel, _ answer: Answered, at terminal: String) {
        guard let (session, code) = Self.typed(parcel),
            let phone = state.withLock({ $0.typedBy[session + code] })
        else { return }
        let (isSent, sentAt) = state.withLock {
            ($0.sentCodes[phone, default: []].contains(code), $0.codes[phone + code])
        }
        guard answer.status < 400, answer.headers[Self.subject] != nil else {
            if !isSent, answer.status < 500, answer.status != 409 {
                state.withLock { $0.wrongCodes[session, default: 0] += 1 }
            }
            if isSent { judgeRefusal(parcel, session, phone, at: terminal) }
            return
        }
        let now = stage.scheduler.now
        judge(.i1Codes, isSent, "\(terminal) believes a code that was never sent to that phone")
        if let age = sentAt.map({ now - $0 }) {
            judge(.i10Codes, age <= Self.codeLife, "\(terminal) believes a code of \(age) ago")
        }
        let (tries, former) = state.withLock { state in
            defer { state.usedCodes[phone + code] = state.usedCodes[phone + code] ?? session }
            return (state.wrongCodes[session, default: 0], state.usedCodes[phone + code])
        }
        judge(.i1Codes, tries < Self.codeTriesMax, "\(terminal) believes a code after \(tries) wrong ones")
        judge(.i8Codes, true, "")
        judge(
            .i11Codes, former == nil || former == session, "\(terminal) believes a code a second time")
    }

    /// I8: the only code that was ever made for somebody is hers, in whatever visit; nobody tells her that it is another.
    private func judgeRefusal(_ parcel: Parcel, _ session: String, _ phone: String, at terminal: String) {
        guard let request = parcel.headers[Self.requestID],
            state.withLock({ $0.sentCodes[phone, default: []].count }) == 1,
            let wrong = try? database.look({ db in
                try EvidenceStore.codes(ofSession: session, in: db) == 1
                    ? EvidenceStore.leaves("code-wrong", of: request, in: db) : nil
            })
        else { return }
        judge(.i8Codes, wrong == 0, "\(terminal) refuses the only code that was ever sent to that phone")
    }
}
