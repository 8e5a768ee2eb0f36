import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Identity
@testable import Privacy

/// A child's own consent to a picture, in a visit of hers, taken back by who stands there for her.
@Suite struct GuardianFaceTests {
    @Test(arguments: TestEngine.available)
    func herGuardianTakesItBackAndTheVisitHasNoFaceAnyMore(_ engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let child = try await house.person(1, born: "20150303")
        let parent = try await house.person(2, born: "19800101")
        let visit = try await house.visitWithFace(of: child.citizen)
        let here = PersonHere(
            citizen: child.citizen, terminal: "t-2", session: nil, guardian: parent.citizen)

        await #expect(throws: PrivacyRefused.guardianNeeded, "nobody's guardian") {
            try await house.verbs.consents.withdraw("face", of: here, requestID: "r")
        }
        #expect(try await house.factors(of: visit) == "card face")
        house.guardians.know(parent.citizen, of: child.citizen)
        let shown = try await house.verbs.consents.all(of: here)
        try await house.verbs.consents.withdraw("face", of: here, requestID: "r")

        #expect(shown.contains { $0.purpose.id == "face" && $0.holds }, "she is offered to take it back")
        #expect(try await house.factors(of: visit) == "card")
        let leaf = try #require(try await house.leaves("consent.withdrawn").first)
        #expect(leaf.contains("\"representative\"") && leaf.contains("consent/face"))
        await #expect(throws: PrivacyRefused.consentUnknown) {
            try await house.verbs.consents.withdraw("face", of: here, requestID: "r")
        }
    }
}

extension PrivacyHouse {
    /// A visit of her own at another terminal, in which she agreed to a picture and was proved by it.
    fileprivate func visitWithFace(of citizen: Token) async throws -> Token {
        let (id, consent, now) = (Token(world), Token(world), clock.now)
        let hash = Array(repeating: UInt8(7), count: 32)
        try await engine.write { db in
            try SessionStore.insert(
                Session(
                    id: id, terminalID: "t-1", language: .mandarin, service: "police/x", way: .face,
                    citizen: nil, factors: [], startedAt: now, lastSeenAt: now, tokenHash: hash), in: db)
            try ConsentStore.give(
                .face, wording: Consent.wording, session: id, id: consent, at: now, in: db)
            _ = try SessionStore.identify(
                id, as: citizen, factors: [.card, .face], tokenHash: hash, at: now, in: db)
        }
        return id
    }

    fileprivate func factors(of visit: Token) async throws -> String? {
        try await engine.read { db in try SessionStore.open(id: visit, in: db) }.map {
            $0.factors.map(\.rawValue).sorted().joined(separator: " ")
        }
    }
}
