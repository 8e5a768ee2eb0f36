import Base
import Foundation
import Hummingbird
import Synchronization
import Vault

/// What departments of the sandbox have been told, and what their registers say since.
final class ResultBook: Sendable {
    struct Entry: Codable, Sendable {
        struct Change: Codable, Sendable {
            let resource: String
            let values: [String: String]
            let added: [String: Int]?
            let rows: [String: [[String: String]]]?
            let removed: [String: [[String: String]]]?

            /// What the register says from then on.
            func applied(to entries: [String: RegisterEntry]) -> [String: RegisterEntry] {
                var entries = entries.merging(values.mapValues(RegisterEntry.text)) { $1 }
                for (field, count) in added ?? [:] {
                    entries[field] = .text(String((entries[field]?.number ?? 0) + count))
                }
                for (table, gone) in removed ?? [:] {
                    let left = entries[table]?.rows.filter { row in
                        !gone.contains { known in known.allSatisfy { row[$0.key] == $0.value } }
                    }
                    entries[table] = .table(left ?? [])
                }
                for (table, new) in rows ?? [:] {
                    entries[table] = .table(new + (entries[table]?.rows ?? []))
                }
                return entries
            }
        }

        let subject: String
        let caseNumber: String
        let purpose: String
        let kind: String
        let day: String
        let answers: [String: String]
        let changes: [Change]
        /// The electronic licence's identifier, where one was given.
        let licence: String?
    }

    private struct State {
        var entries: [(reference: String, entry: Entry)] = []
        /// The cases whose results were taken back, with the reference of each.
        var withdrawn: [String: (reference: String, subject: String)] = [:]
    }

    private let state = Mutex(State())

    /// Writes it down, once a case; the reference is the first time's.
    func record(_ entry: Entry, for department: String) -> String {
        state.withLock { state in
            if let known = state.entries.first(where: { $0.entry.caseNumber == entry.caseNumber }) {
                return known.reference
            }
            let reference = department.uppercased() + "-" + String(state.entries.count + 1).leftPadded(to: 6)
            state.entries.append((reference, entry))
            return reference
        }
    }

    /// Takes back what a case changed, once; a result that comes after it changes nothing either.
    ///
    /// - Returns: Its reference, the first time's; nil when the result is about somebody else.
    func withdraw(_ caseNumber: String, of subject: String, for department: String) -> String? {
        state.withLock { state in
            if let known = state.withdrawn[caseNumber] {
                return known.subject == subject ? known.reference : nil
            }
            let told = state.entries.first { $0.entry.caseNumber == caseNumber }
            guard told == nil || told?.entry.subject == subject else { return nil }
            let reference =
                department.uppercased() + "-W-" + String(state.withdrawn.count + 1).leftPadded(to: 6)
            state.withdrawn[caseNumber] = (reference, subject)
            return reference
        }
    }

    /// What a register was told of a person, in the order in which it came.
    func changes(_ resource: String, of number: CitizenNumber) -> [Entry.Change] {
        all.filter { $0.subject == number.text }.flatMap(\.changes).filter { $0.resource == resource }
    }

    /// What stands under a reference that was given, for a result or for its withdrawal.
    func acknowledged(_ reference: String) -> (caseNumber: String, subject: String)? {
        state.withLock { state in
            if let told = state.entries.first(where: { $0.reference == reference })?.entry {
                return (told.caseNumber, told.subject)
            }
            return state.withdrawn.first { $0.value.reference == reference }
                .map { ($0.key, $0.value.subject) }
        }
    }

    /// What stands, in the order in which it came.
    var all: [Entry] {
        state.withLock { state in
            state.entries.map(\.entry).filter { state.withdrawn[$0.caseNumber] == nil }
        }
    }
}

/// Where departments of the sandbox take results; faults come from ``RegisterFault`` of the person.
struct ResultDesk: Sendable {
    private struct Message: Decodable {
        let requestID: String
    }

    /// GB/T 36904-2018, as `licences.yml` has it.
    private static let licenceRoot = "1.2.156.3005.2"
    private struct Withdrawal: Decodable {
        let subject: String
        let caseNumber: String
        let purpose: String
        let day: String
        let requestID: String
    }

    private struct Answer: Encodable {
        let subject: String
        let caseNumber: String
        let requestID: String
        let recorded: Bool
        let word: String
    }

    let book: ResultBook
    let desk: SignedDesk
    let config: SandboxConfig
    let signers: [String: SandboxKeys.Signer]
    let city: SampleCity

    func add(to router: Router<BasicRequestContext>) {
        router.post("/results/{department}") { request, context in
            try await answer(request, context.parameters.get("department") ?? "")
        }
        router.post("/results/{department}/withdrawals") { request, context in
            try await takeBack(request, context.parameters.get("department") ?? "")
        }
        // For people who try the sandbox: what the departments have been told.
        router.get("/results.json") { _, _ in
            Response.bytes([UInt8](try encoded(book.all)), type: "application/json")
        }
    }

    private func answer(_ request: Request, _ department: String) async throws -> Response {
        let body = [UInt8](try await request.body.collect(upTo: 65_536).readableBytesView)
        guard let signer = signers[department] else { return .refused(.notFound, "unknown") }
        guard desk.believes(request, body) else { return .refused(.unauthorized, "signature") }
        guard let entry = try? JSONDecoder().decode(ResultBook.Entry.self, from: Data(body)),
            let id = try? JSONDecoder().decode(Message.self, from: Data(body)).requestID, !id.isEmpty,
            let number = try? CitizenNumber(entry.subject)
        else { return .refused(.badRequest, "malformed") }
        guard !entry.purpose.isEmpty, !entry.caseNumber.isEmpty else {
            return .refused(.forbidden, "purpose")
        }
        // A department changes its own registers and nobody else's.
        guard entry.changes.allSatisfy({ $0.resource.hasPrefix(department + "/") }) else {
            return .refused(.forbidden, "register")
        }
        // Its check character is all that a department can tell without its own list of types.
        if let licence = entry.licence,
            (try? LicenceIdentifier(licence, root: Self.licenceRoot))?.description != licence
        {
            return .refused(.badRequest, "licence")
        }
        return try await receipt(request, department, signer, about: number, of: entry.caseNumber, id) {
            $0 ? book.record(entry, for: department) : nil
        }
    }

    private func takeBack(_ request: Request, _ department: String) async throws -> Response {
        let body = [UInt8](try await request.body.collect(upTo: 65_536).readableBytesView)
        guard let signer = signers[department] else { return .refused(.notFound, "unknown") }
        guard desk.believes(request, body) else { return .refused(.unauthorized, "signature") }
        guard let asked = try? JSONDecoder().decode(Withdrawal.self, from: Data(body)),
            !asked.requestID.isEmpty, let number = try? CitizenNumber(asked.subject)
        else { return .refused(.badRequest, "malformed") }
        guard !asked.purpose.isEmpty, !asked.caseNumber.isEmpty else {
            return .refused(.forbidden, "purpose")
        }
        return try await receipt(
            request, department, signer, about: number, of: asked.caseNumber, asked.requestID
        ) {
            $0 ? book.withdraw(asked.caseNumber, of: asked.subject, for: department) : nil
        }
    }

    /// Writes down what was told and signs for it, or misbehaves as the person's seed says.
    private func receipt(
        _ request: Request, _ department: String, _ signer: SandboxKeys.Signer, about number: CitizenNumber,
        of caseNumber: String, _ id: String, writing: (_ isTaken: Bool) -> String?
    ) async throws -> Response {
        let citizen = city.citizen(number: number)
        var (subject, isTaken) = (number.text, citizen != nil)
        switch citizen?.behaviour.registers[department] {
        case .down: return .refused(.serviceUnavailable, "down")
        case .slow: try await desk.world.sleep(config.stall)
        case .otherPerson: subject = city.citizens.first { $0.number != number }?.number.text ?? subject
        case .nothing: isTaken = false
        case .garbled:
            return try desk.signed(Array("{\"subject\":42}".utf8), to: request, by: department, signer)
        case .unsigned: return .bytes(Array("{}".utf8), type: "application/json")
        case .extraFields, nil: break
        }
        let reference = writing(isTaken)
        let answer = Answer(
            subject: subject, caseNumber: caseNumber, requestID: id, recorded: reference != nil,
            word: reference ?? (isTaken ? "other-person" : "unknown-person"))
        return try desk.signed([UInt8](try encoded(answer)), to: request, by: department, signer)
    }

    private func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
