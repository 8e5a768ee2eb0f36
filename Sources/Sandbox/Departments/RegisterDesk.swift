import Base
import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import Vault

/// The departments' registers of the sandbox.
///
/// A question must be signed by the exchange's key and name a purpose and a case. Faults come from ``RegisterFault`` of
/// the person asked about.
struct RegisterDesk: Sendable {
    /// How far the caller's clock may be off.
    private static let skewMax = Duration.seconds(120)

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

    init(
        config: SandboxConfig, signers: [String: SandboxKeys.Signer], city: SampleCity, world: World
    ) {
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
        guard isSigned(request, body) else { return .refused(.unauthorized, "signature") }
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)),
            let number = try? CitizenNumber(question.subject), !question.requestID.isEmpty
        else { return .refused(.badRequest, "malformed") }
        guard !question.purpose.isEmpty, !question.caseNumber.isEmpty else {
            return .refused(.forbidden, "purpose")
        }
        let citizen = city.citizen(number: number)
        // What the sandbox has figures of its own for is not made up.
        let known = citizen.flatMap { citizen in
            RegisterData.fields[name] == nil
                ? declared?.entries(about: citizen)
                : RegisterData(city: city, world: world).entries(name, about: citizen)
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
            return try signed(Array("{\"subject\":42}".utf8), request, department, signer)
        case .unsigned:
            return .bytes([UInt8](try encoded(answer)), type: "application/json")
        case nil: break
        }
        return try signed([UInt8](try encoded(answer)), request, department, signer)
    }

    private func encoded(_ answer: Answer) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(answer)
    }

    /// RFC 9421 over method, path and content digest, with the label and the key id `egret`.
    private func isSigned(_ request: Request, _ body: [UInt8]) -> Bool {
        guard let input = request.headers[.signatureInput], let signature = request.headers[.signature],
            let digest = request.headers[.contentDigest], digest == Self.contentDigest(body),
            input.hasPrefix(#"egret=("@method" "@path" "content-digest");created="#),
            input.hasSuffix(#";keyid="egret""#), signature.hasPrefix("egret=:"), signature.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(signature.dropFirst(7).dropLast())),
            let created = input.split(separator: "created=").last.flatMap({ Int64($0.prefix { $0 != ";" }) })
        else { return false }
        let age = world.now().since(Instant(milliseconds: created * 1_000))
        guard age <= Self.skewMax, age >= .zero - Self.skewMax else { return false }
        let covered = [
            "\"@method\": POST", "\"@path\": \(request.uri.path)", "\"content-digest\": \(digest)",
            "\"@signature-params\": \(input.dropFirst("egret=".count))",
        ].joined(separator: "\n")
        return config.exchangeCaller.publicKey.verifies([UInt8](bytes), of: Array(covered.utf8))
    }

    /// Covers the status, the answer's digest and the question's signature.
    private func signed(
        _ body: [UInt8], _ request: Request, _ department: String, _ signer: SandboxKeys.Signer
    ) throws -> Response {
        let digest = Self.contentDigest(body)
        let created = world.now().milliseconds / 1_000
        let parameters =
            #"("@status" "content-digest" "signature";req;key="egret");created=\#(created);keyid="\#(department)""#
        let asked = (request.headers[.signature] ?? "").dropFirst("egret=".count)
        let covered = [
            "\"@status\": 200", "\"content-digest\": \(digest)",
            "\"signature\";req;key=\"egret\": \(asked)", "\"@signature-params\": \(parameters)",
        ].joined(separator: "\n")
        let signature = Data(try signer.key.sign(Array(covered.utf8))).base64EncodedString()
        return .bytes(
            body, type: "application/json",
            headers: [
                ("Content-Digest", digest), ("Signature-Input", "egret=" + parameters),
                ("Signature", "egret=:\(signature):"),
            ])
    }

    private static func contentDigest(_ body: [UInt8]) -> String {
        "sha-256=:\(Data(Digest.sha256(body)).base64EncodedString()):"
    }
}
