import Audit
import Base
import Exchange
import Foundation
import Identity
import Sandbox
import Stations
import Storage
import Vault
import Wire

/// Identified people, each at a terminal of her own, made by the house's own verbs with an authority that agrees.
struct BenchCrowd: Sendable {
    struct Member: Sendable {
        let terminal: String
        let terminalKey: SigningKey
        let session: IdentifiedSession
        let token: String
    }

    let members: [Member]

    static func gather(_ count: Int, in house: House, _ site: BenchSite) async throws -> BenchCrowd {
        try await house.settle(site.city)
        let identity = IdentityParts(
            engine: house.engine, vault: house.vault, audit: house.audit, world: house.world)
        var members: [Member] = []
        for index in 0..<count {
            members.append(try await member(index, house, site, identity))
        }
        return BenchCrowd(members: members)
    }

    private static func member(
        _ index: Int, _ house: House, _ site: BenchSite, _ parts: IdentityParts
    ) async throws -> Member {
        let key = try SigningKey.generate(.ed25519)
        let code = try await house.stations.createCode(
            station: site.city.stations[0].id, by: .staff("bench"))
        let terminal = try await house.stations.enrol(
            EnrolmentRequest(
                code: code.text, publicKeyPEM: key.publicKey.pem, serial: "BENCH-\(index)", version: "0.0.0")
        ).terminalID
        let begun = try await BeginSession(parts)(
            terminal: terminal, language: .mandarin, service: BenchCase.service, requestID: "bench")
        let session = try await CurrentSession(parts)(token: begun, terminal: terminal)
        try await ChooseWay(parts)(.face, in: session)
        try await ChooseWay(parts).give(.face, in: session, requestID: "bench")
        try await PresentCard(parts)(BenchPerson(index).card, in: session, requestID: "bench")
        let proved = try await ConfirmFace(parts, authority: AgreeingAuthority())(
            FaceCapture(jpegBase64: Data([0xFF, 0xD8, 1]).base64EncodedString(), takenAtMs: 0), in: session,
            requestID: "bench")
        return Member(terminal: terminal, terminalKey: key, session: proved.session, token: proved.token)
    }
}

/// An invented person with a number that its check digit bears out.
struct BenchPerson {
    let name = "陈静"
    let number: String

    init(_ index: Int) {
        let day = CalendarDate(daysSince1970: 7_000 + index / 900).compact
        let digits = "350203\(day)\(100 + index % 900)"
        number = digits + String(decoding: [CitizenNumber.checkDigit(of: digits.utf8)], as: UTF8.self)
    }

    var card: CardReading {
        CardReading(
            name: name, number: number, validFrom: "20170911", validTo: "20370911", issuer: "思明分局",
            readerSerial: "BENCH")
    }
}

/// What the benches apply for.
enum BenchCase {
    static let service = "police/temporary-identity-proof"
    static let answers = ["reason": "lost", "place": "hotel"]
}

private struct AgreeingAuthority: IdentityAuthority {
    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        .match(serial: "1")
    }
}

/// A register that answers at once about whoever is asked for.
struct AnsweringRegister: RegisterPort {
    func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        let texts = [
            "name": "陈静", "number": question.subject.text, "sex": "female", "nation": "汉",
            "birthDate": question.subject.birthDate.description, "address": "福建省厦门市思明区样板里1号100室",
            "issuer": "厦门市公安局思明分局", "permitNumber": "JZ350212345678",
            "endorsedUntil": question.subject.birthDate.description, "status": "使用有效",
        ]
        return .found(
            subject: question.subject,
            values: Dictionary(uniqueKeysWithValues: question.fields.map { ($0, .text(texts[$0] ?? "无")) }))
    }
}
