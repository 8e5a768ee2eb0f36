import AsyncHTTPClient
import Base
import Foundation
import Hummingbird
import Logging
import NIOCore
import Sandbox
import Synchronization
import Transport

/// The way from the centre to the foreign systems, which are slow, silent, down, or answer one question with the other's
/// answer; and the phones on which the codes arrive.
final class MixupForeign: HTTPTransport {
    struct Broken: Error {}

    private struct SMS: Decodable {
        let text: String
        let to: String
    }

    private struct Question: Decodable {
        let subject: String
    }

    private let sandbox: any MixupSandbox
    private let people: MixupPeople
    private let faults: MixupFaults
    private let chance: MixupChance
    private let world: World
    private let phones = Mutex<[String: String]>([:])
    /// By the number of the person about whom the register answered with another's record.
    private let lies = Mutex<[String: Int]>([:])
    /// An answer that waits for the question it does not belong to.
    private let astray = Mutex<MixupAnswer?>(nil)

    init(
        _ sandbox: any MixupSandbox, people: MixupPeople, faults: MixupFaults, chance: MixupChance,
        world: World
    ) {
        self.sandbox = sandbox
        self.people = people
        self.faults = faults
        self.chance = chance
        self.world = world
    }

    /// The newest code on a phone; reading it forgets it.
    func takeCode(_ phone: Phone) -> String? { phones.withLock { $0.removeValue(forKey: phone.text) } }

    /// How often somebody else's record was given for this person.
    func lies(about person: MixupPeople.Person) -> Int {
        lies.withLock { $0[person.number.text, default: 0] }
    }

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        let message = try await MixupMessage(request)
        let system = message.path.split(separator: "/").first.map(String.init) ?? "nobody"
        if faults.comes(\.departmentDown, "department-down.\(system)", chance) {
            return MixupAnswer(status: 503).response
        }
        if faults.comes(\.departmentSlow, "department-slow.\(system)", chance) {
            try await world.sleep(.milliseconds(20) + chance.upTo(.milliseconds(400)))
        }
        let answer = try await sandbox.answer(message)
        if system == "messages" { keep(message) }
        if faults.comes(\.departmentSilent, "department-silent.\(system)", chance) { throw Broken() }
        guard system == "registers" else { return answer.response }
        let given = swapped(answer)
        if given.status == 200 { noteLie(message) }
        return given.response
    }

    /// Two answers change places: the first is kept, and its question gets none.
    private func swapped(_ answer: MixupAnswer) -> MixupAnswer {
        if let other = astray.withLock({ $0.take() }) {
            faults.note("department-swapped")
            return other
        }
        guard faults.comes(\.departmentSwapped, "department-astray", chance) else { return answer }
        astray.withLock { $0 = answer }
        return MixupAnswer(status: 504)
    }

    private func noteLie(_ message: MixupMessage) {
        guard
            let question = try? JSONDecoder().decode(
                Question.self, from: Data(message.body.readableBytesView)),
            people.person(number: question.subject)?.isLiedAbout == true
        else { return }
        lies.withLock { $0[question.subject, default: 0] += 1 }
    }

    private func keep(_ message: MixupMessage) {
        guard let sms = try? JSONDecoder().decode(SMS.self, from: Data(message.body.readableBytesView)),
            let code = sms.text.firstMatch(of: /(?:^|\D)(\d{6})(?:\D|$)/)
        else { return }
        phones.withLock { $0[sms.to] = String(code.1) }
    }
}

/// The foreign systems, without a network before them.
protocol MixupSandbox: Sendable {
    func answer(_ message: MixupMessage) async throws -> MixupAnswer
}

struct MixupSandboxDesks: MixupSandbox {
    private let responder: any HTTPResponder<BasicRequestContext>
    private let source: MixupSource

    init(_ sandbox: Sandbox, logger: Logger) {
        responder = sandbox.responder
        source = MixupSource(logger)
    }

    func answer(_ message: MixupMessage) async throws -> MixupAnswer {
        try await MixupAnswer(
            responder.respond(to: message.request(authority: "sandbox"), context: source.context()))
    }
}
