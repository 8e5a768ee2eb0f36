import Base
import Catalogue
import Foundation
import Hummingbird

/// The departments' registers of the sandbox.
///
/// A question must be signed by the exchange's key and name a purpose and a case. Faults come from ``RegisterFault`` of
/// the person asked about.
struct RegisterDesk: Sendable {
    private struct Question: Decodable {
        let subject: String
        let caseNumber: String
        let purpose: String
        let fields: [String]
        let requestID: String
    }

    private struct Answer: Encodable {
        var subject: String
        let caseNumber: String
        let requestID: String
        var found: Bool
        var values: [String: RegisterEntry]?
    }

    private let config: SandboxConfig
    private let signers: [String: SandboxKeys.Signer]
    private let city: SampleCity
    private let world: World
    private let desk: SignedDesk
    private let book: ResultBook

    init(
        config: SandboxConfig, signers: [String: SandboxKeys.Signer], city: SampleCity, world: World,
        desk: SignedDesk, book: ResultBook
    ) {
        self.desk = desk
        self.book = book
        self.config = config
        self.signers = signers
        self.city = city
        self.world = world
    }

    func add(to router: Router<BasicRequestContext>) {
        router.post("/registers/{department}/{resource}") { request, context in
            try await answer(
                request, context.parameters.get("department") ?? "", context.parameters.get("resource") ?? "")
        }
    }

    private func answer(
        _ request: Request, _ department: String, _ resource: String
    ) async throws -> Response {
        let body = [UInt8](try await request.body.collect(upTo: 65_536).readableBytesView)
        let name = department + "/" + resource
        let declared = config.registers.first { $0.id == name }.map {
            DeclaredRegister(register: $0, today: CalendarDate(inChinaAt: world.now()))
        }
        guard let signer = signers[department], let fields = RegisterData.fields[name] ?? declared?.fields
        else {
            return .refused(.notFound, "unknown")
        }
        guard desk.believes(request, body) else { return .refused(.unauthorized, "signature") }
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)),
            let number = try? CitizenNumber(question.subject), !question.requestID.isEmpty
        else { return .refused(.badRequest, "malformed") }
        guard !question.purpose.isEmpty, !question.caseNumber.isEmpty else {
            return .refused(.forbidden, "purpose")
        }
        let citizen = city.citizen(number: number)
        // What the sandbox has figures of its own for is not made up.
        var known = citizen.flatMap { citizen in
            RegisterData.fields[name] == nil
                ? declared?.entries(about: citizen)
                : RegisterData(city: city, world: world).entries(name, about: citizen)
        }
        // What it has been told since stands before what it began with; who was unknown to it is known now.
        let told = book.changes(name, of: number)
        if let citizen, !told.isEmpty {
            let empty = Dictionary(uniqueKeysWithValues: fields.map { ($0, RegisterEntry.text("-")) })
            let person: [String: RegisterEntry] = [
                "name": .text(citizen.name), "number": .text(citizen.number.text),
            ]
            let now = told.reduce(known ?? empty.merging(person) { $1 }) { $1.applied(to: $0) }
            known = declared?.counted(now) ?? now
        }
        guard Set(question.fields).isSubset(of: fields) else {
            return .refused(.badRequest, "fields")
        }
        var answer = Answer(
            subject: number.text, caseNumber: question.caseNumber, requestID: question.requestID,
            found: known != nil, values: known?.filter { question.fields.contains($0.key) })
        switch citizen?.behaviour.registers[name == RegisterData.relations ? "relations" : department] {
        case .down: return .refused(.serviceUnavailable, "down")
        case .slow: try await world.sleep(config.stall)
        case .otherPerson:
            guard let other = city.citizens.first(where: { $0.number != number }) else { break }
            answer.subject = other.number.text
            answer.values = (declared?.entries(about: other) ?? [:])
                .merging(RegisterData(city: city, world: world).entries(name, about: other)) { $1 }
                .filter { question.fields.contains($0.key) }
        case .extraFields: answer.values?["creditScore"] = .text("712")
        case .nothing:
            answer.found = false
            answer.values = nil
        case .garbled:
            return try desk.signed(Array("{\"subject\":42}".utf8), to: request, by: department, signer)
        case .unsigned:
            return .bytes([UInt8](try encoded(answer)), type: "application/json")
        case nil: break
        }
        return try desk.signed([UInt8](try encoded(answer)), to: request, by: department, signer)
    }

    private func encoded(_ answer: Answer) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(answer)
    }
}
