import Base
import Foundation
import HTTPTypes
import Hummingbird
import Vault

/// The identity authority of the sandbox: the two requests of the CTID protocol.
///
/// A question that breaks the protocol is refused with a status of 400 or 401 and a word; every other answer is signed.
/// Faults come from ``AuthorityFault`` of the person asked about.
struct AuthorityDesk: Sendable {
    /// How far the caller's clock may be off.
    private static let skewMax = Duration.seconds(300)
    private static let bodyBytesMax = 262_144

    private let config: SandboxConfig
    private let signer: SandboxKeys.Signer
    private let city: SampleCity
    private let world: World
    private let book: AuthorityBook

    init(
        config: SandboxConfig, signer: SandboxKeys.Signer, city: SampleCity, world: World, book: AuthorityBook
    ) {
        self.config = config
        self.signer = signer
        self.city = city
        self.world = world
        self.book = book
    }

    func add(to router: Router<BasicRequestContext>) {
        router.post("/ctid/applications") { request, _ in try await answer(request, apply) }
        router.post("/ctid/requests") { request, _ in try await answer(request, decide) }
    }

    private func answer(
        _ request: Request,
        _ handle: @Sendable (_ package: [String: String], _ key: String?) async throws -> Response
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.bodyBytesMax)
        do throws(AuthorityRefused) {
            let package = try read([UInt8](body.readableBytesView))
            return try await wrap { try await handle(package, request.headers[.idempotencyKey]) }
        } catch {
            return .refused(error == .signature ? .unauthorized : .badRequest, error.rawValue)
        }
    }

    private func wrap(_ body: () async throws -> Response) async throws(AuthorityRefused) -> Response {
        do {
            return try await body()
        } catch let error as AuthorityRefused {
            throw error
        } catch {
            return .refused(.internalServerError, "internal")
        }
    }

    private func read(_ body: [UInt8]) throws(AuthorityRefused) -> [String: String] {
        guard let message = try? JSONDecoder().decode(AuthorityMessage.self, from: Data(body)),
            let signature = Data(base64Encoded: message.sign)
        else { throw .malformed }
        do {
            _ = try CMS.verifyDetached(
                [UInt8](signature), content: message.canonical, trusted: [config.authorityCaller],
                at: world.now())
        } catch {
            throw .signature
        }
        guard message.bizPackage["custNum"] == config.customerNumber else { throw .customer }
        guard let sent = message.bizPackage["timeStamp"].flatMap(AuthorityMessage.instant) else {
            throw .malformed
        }
        let age = world.now().since(sent)
        guard age <= Self.skewMax, age >= .zero - Self.skewMax else { throw .clock }
        return message.bizPackage
    }

    private func apply(_ package: [String: String], _ key: String?) throws -> Response {
        guard let mode = package["authMode"], ["0x40", "0x42"].contains(mode) else {
            throw AuthorityRefused.mode
        }
        let business = try book.open(mode: mode, key: key, world)
        return try signed([
            "custNum": config.customerNumber, "authMode": mode, "businessSerialNumber": business.serial,
            "randomNumber": business.random,
        ])
    }

    private func decide(_ package: [String: String], _ key: String?) async throws -> Response {
        guard let serial = package["businessSerialNumber"], let mode = package["authMode"],
            let sealed = package["authApplyRetainData"].flatMap({ Data(base64Encoded: $0) })
        else { throw AuthorityRefused.malformed }
        let opened: [UInt8]
        do {
            opened = try CMS.open([UInt8](sealed), key: signer.key, certificate: signer.certificate)
        } catch {
            throw AuthorityRefused.envelope
        }
        guard let retained = try? JSONDecoder().decode(RetainedData.self, from: Data(opened)) else {
            throw AuthorityRefused.malformed
        }
        let photo = package["photoData"].flatMap { Data(base64Encoded: $0) }.map([UInt8].init)
        guard (photo != nil) == (mode == "0x42") else { throw AuthorityRefused.mode }
        let content = Digest.sha256(retained.fingerprint + (photo ?? []))
        let business = try book.use(
            serial: serial, mode: mode, key: key, content: content, at: world.now())
        let citizen = (try? CitizenNumber(retained.SFXX.GMSFHM)).flatMap { city.citizen(number: $0) }
        let result = business.result ?? judged(retained, citizen, photo, mode)
        book.keep(result, serial: serial)
        return try await misbehave(citizen?.behaviour.authority, business, result, mode)
    }

    /// One character a factor: identity data, face; factors not asked about are `X`.
    private func judged(
        _ retained: RetainedData, _ citizen: SampleCitizen?, _ photo: [UInt8]?, _ mode: String
    ) -> String {
        guard let citizen, citizen.behaviour.authority != .unknown, retained.matches(citizen) else {
            return "5XXX"
        }
        guard let photo else { return "0XXX" }
        return switch config.compare(citizen, photo) {
        case .same: "00XX"
        case .other: "05XX"
        case .unreadable: "01XX"
        }
    }

    private func misbehave(
        _ fault: AuthorityFault?, _ business: AuthorityBook.Business, _ result: String, _ mode: String
    ) async throws -> Response {
        var fields = [
            "custNum": config.customerNumber, "authMode": mode, "businessSerialNumber": business.serial,
            "randomNumber": business.random, "authResult": result,
        ]
        switch fault {
        case nil, .unknown: break
        case .mismatch: fields["authResult"] = "5XXX"
        case .faceMismatch: fields["authResult"] = mode == "0x42" ? "05XX" : result
        case .stall: try await world.sleep(config.stall)
        case .error: return .refused(.internalServerError, "internal")
        case .half: return .half(of: try AuthorityMessage.signed(fields, signer, world))
        case .partial: fields["authResult"] = mode == "0x42" ? "0XXX" : "X0XX"
        case .otherSerial: fields["businessSerialNumber"] = try book.open(mode: mode, key: nil, world).serial
        case .wrongSignature:
            let stranger = try SandboxKeys.signer("stranger", world)
            return .bytes(try AuthorityMessage.signed(fields, stranger, world), type: "application/json")
        case .malformed: fields["authResult"] = "0"
        }
        return try signed(fields)
    }

    private func signed(_ fields: [String: String]) throws -> Response {
        .bytes(try AuthorityMessage.signed(fields, signer, world), type: "application/json")
    }
}
