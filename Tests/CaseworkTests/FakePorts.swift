import Base
import Exchange
import Identity
import Synchronization

/// Registers whose answers the data choose.
final class FakeRegisters: RegisterPort {
    enum Mood: Sendable {
        case answers
        case down
        case nothing
        case otherPerson
        /// As the adapter says it when it saw the mix-up itself.
        case otherPersonByAdapter
        case tooMuch
        /// The subject is right and the name within is another's.
        case otherName
        /// The same with the number, or with another's number in the middle of a text.
        case otherNumber, otherNumberWithin
        /// All about her, and not what it was.
        case otherEmployer
    }

    private let mood = Mutex(Mood.answers)
    private let moods = Mutex<[String: Mood]>([:])
    private let questions = Mutex<[RegisterQuestion]>([])
    private let before = Mutex<(@Sendable (RegisterQuestion) async throws -> Void)?>(nil)

    var asked: [RegisterQuestion] { questions.withLock { $0 } }

    func become(_ new: Mood) { mood.withLock { $0 = new } }

    /// One of them only; the others stay as they are.
    func become(_ new: Mood, at resource: String) { moods.withLock { $0[resource] = new } }

    private func mood(of resource: String) -> Mood {
        moods.withLock { $0[resource] } ?? mood.withLock { $0 }
    }

    func isSilent(_ resource: String) -> Bool {
        if case .down = mood(of: resource) { return true }
        return false
    }

    func whenAsked(_ act: @escaping @Sendable (RegisterQuestion) async throws -> Void) {
        before.withLock { $0 = act }
    }

    func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        questions.withLock { $0.append(question) }
        if let act = before.withLock({ $0 }) {
            do { try await act(question) } catch {
                throw .failed(system: question.resource, code: "\(error)")
            }
        }
        var values = TestPerson.values(of: question)
        switch mood(of: question.resource) {
        case .answers: break
        case .down: throw .unreachable(system: question.resource)
        case .nothing: return .nothing
        case .otherPerson:
            return .found(subject: TestPerson.two.number, values: values)
        case .otherPersonByAdapter:
            throw .untrustworthy(system: question.resource, reason: PortError.otherSubject)
        case .otherName: values["name"] = .text(TestPerson.two.name)
        case .otherNumber: values["number"] = .text(TestPerson.two.number.text)
        case .otherNumberWithin: values["address"] = .text("样板里1号 \(TestPerson.two.number.text)")
        case .otherEmployer: values["employer"] = .text("新样板公司")
        case .tooMuch: values["income"] = .text("1")
        }
        return .found(subject: question.subject, values: values)
    }
}

struct FakeAuthority: IdentityAuthority {
    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        claim.face?.last == 0 ? .faceMismatch(serial: "1") : .match(serial: "1")
    }
}

final class FakeMessages: MessagePort {
    private let texts = Mutex<[String]>([])

    /// The code in the newest message.
    var code: String { String((texts.withLock { $0.last } ?? "").filter(\.isNumber).prefix(6)) }
    var count: Int { texts.withLock { $0.count } }

    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        texts.withLock { $0.append(text) }
    }
}
