import Base
import Foundation
import HTTPTypes
import Hummingbird
import Vault

/// The national network identity service of the sandbox, and its app on one page.
///
/// | path | what |
/// |---|---|
/// | `/network/requests` | a question is opened |
/// | `/network/standings` | has she answered? |
/// | `/network/results` | what she answered, for the token |
/// | `/network/app?request=…` | the app: who are you, and do you agree? without a request: what waits |
///
/// It checks what it is asked as strictly as its counterpart checks the answers; what the real service's messages look
/// like is not public.
struct NetworkDesk: Sendable {
    struct Refused: Error {
        let status: HTTPResponse.Status
        let word: String
    }

    private static let skewMax = Duration.seconds(300)
    private static let bodyBytesMax = 65_536
    private static let type = "1"

    let config: SandboxConfig
    let caller: Certificate
    let signer: SandboxKeys.Signer
    let city: SampleCity
    let world: World
    let book: NetworkBook

    init(
        config: SandboxConfig, caller: Certificate, signer: SandboxKeys.Signer, city: SampleCity,
        world: World, book: NetworkBook
    ) {
        self.config = config
        self.caller = caller
        self.signer = signer
        self.city = city
        self.world = world
        self.book = book
    }

    func add(to router: Router<BasicRequestContext>) {
        router.post("network/requests") { request, _ in try await answer(request, open) }
        router.post("network/standings") { request, _ in try await answer(request, standing) }
        router.post("network/results") { request, _ in try await answer(request, result) }
        router.get("network/app") { request, _ in app(request) }
        router.post("network/app") { request, _ in try await decide(request) }
    }

    private func answer(
        _ request: Request, _ handle: @Sendable ([String: String]) async throws -> Response
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.bodyBytesMax)
        do {
            return try await handle(read([UInt8](body.readableBytesView)))
        } catch let refusal as Refused {
            return .refused(refusal.status, refusal.word)
        }
    }

    private func read(_ body: [UInt8]) throws -> [String: String] {
        guard let message = try? JSONDecoder().decode(AuthorityMessage.self, from: Data(body)),
            let signature = Data(base64Encoded: message.sign)
        else { throw Refused(status: .badRequest, word: "malformed") }
        do {
            _ = try CMS.verifyDetached(
                [UInt8](signature), content: message.canonical, trusted: [caller], at: world.now())
        } catch {
            throw Refused(status: .unauthorized, word: "signature")
        }
        let package = message.bizPackage
        guard package["orgID"] == config.networkOrganisation, package["appID"] == config.networkApplication,
            package["type"] == Self.type
        else { throw Refused(status: .badRequest, word: "application") }
        guard let sent = package["timeStamp"].flatMap(AuthorityMessage.instant),
            sent.since(world.now()) <= Self.skewMax, world.now().since(sent) <= Self.skewMax
        else { throw Refused(status: .badRequest, word: "clock") }
        return package
    }

    private func open(_ package: [String: String]) throws -> Response {
        guard let serial = package["bizSeq"], (16...64).contains(serial.utf8.count),
            let scope = package["scope"], ["identifier", "identity"].contains(scope),
            let scene = package["scene"], scene.count <= 200
        else { throw Refused(status: .badRequest, word: "malformed") }
        guard let entry = book.open(serial: serial, scope: scope, scene: scene, world) else {
            throw Refused(status: .badRequest, word: "serial-used")
        }
        return try signed(["address": config.networkApp + "/app?request=" + entry.secret], package)
    }

    private func standing(_ package: [String: String]) async throws -> Response {
        let entry = try known(package)
        guard let answer = entry.answer else {
            return try signed(
                ["state": book.isOver(entry, at: world.now()) ? "expired" : "waiting"], package)
        }
        switch answer.fault {
        case .down: throw Refused(status: .serviceUnavailable, word: "down")
        case .slow: try await world.sleep(config.stall)
        default: break
        }
        guard answer.citizen != nil else { return try signed(["state": "refused"], package) }
        let token = answer.fault == .usedToken ? Token(world).rawValue : entry.token
        return try signed(["state": "answered", "resultToken": token], package)
    }

    private func result(_ package: [String: String]) throws -> Response {
        let entry = try known(package)
        guard let answer = entry.answer, let id = answer.citizen, let citizen = city.citizen(id: id),
            package["resultToken"] == entry.token
        else { throw Refused(status: .badRequest, word: "token") }
        var fields = ["authTime": AuthorityMessage.text(answer.at), "certificateResult": "0"]
        fields["passwordResult"] =
            switch answer.fault {
            case .password: "5"
            case .partial: nil
            default: "0"
            }
        if answer.fault == .deceased { fields["certificateResult"] = "2" }
        let shown = answer.fault == .otherPerson ? stranger(to: citizen) : citizen
        fields["appPersonID"] = identifier(of: shown)
        if entry.scope == "identity" || answer.fault == .unasked {
            fields["identityData"] = try sealed(shown, entry.serial)
        }
        var about = package
        if answer.fault == .otherSerial { about["bizSeq"] = Token(world).rawValue }
        if answer.fault == .otherApplication { about["appID"] = "another" }
        return try signed(
            fields, about, by: answer.fault == .forged ? SandboxKeys.signer("stranger", world) : signer)
    }

    private func known(_ package: [String: String]) throws -> NetworkBook.Entry {
        guard let entry = package["bizSeq"].flatMap(book.entry(serial:)) else {
            throw Refused(status: .badRequest, word: "serial-unknown")
        }
        return entry
    }

    private func stranger(to citizen: SampleCitizen) -> SampleCitizen {
        city.citizens.first { $0.id != citizen.id && $0.behaviour.isOrdinary } ?? citizen
    }

    /// The name of a person towards this application; another application would get another.
    private func identifier(of citizen: SampleCitizen) -> String {
        Digest.hmacSHA256(
            key: Array(signer.key.pem.utf8),
            Array("\(config.networkApplication)\n\(citizen.number.text)".utf8)
        ).hex
    }

    private func sealed(_ citizen: SampleCitizen, _ serial: String) throws -> String {
        let encoder = JSONEncoder()
        let plain = try encoder.encode([
            "bizSeq": serial, "name": citizen.name, "number": citizen.number.text,
        ])
        return Data(try CMS.envelope([UInt8](plain), to: caller)).base64EncodedString()
    }

    private func signed(
        _ fields: [String: String], _ package: [String: String], by signer: SandboxKeys.Signer? = nil
    ) throws -> Response {
        let echoed = package.filter { ["orgID", "appID", "bizSeq", "type", "nonce"].contains($0.key) }
        return .bytes(
            try AuthorityMessage.signed(echoed.merging(fields) { $1 }, signer ?? self.signer, world),
            type: "application/json")
    }
}
