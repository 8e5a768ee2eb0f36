import Base
import Foundation
import Identity
import Support
import Testing
import Wire

@Suite struct FaceTests {
    @Test(arguments: TestEngine.available)
    func withoutConsentNoPictureLeavesTheHouse(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let session = try await house.claimed()
        await #expect(throws: IdentityRefused.faceConsentMissing) { try await house.face(in: session) }
        try await house.consent(in: session)
        try await ChooseWay(house.parts).withdraw(.face, for: .code, in: session, requestID: "r")
        await #expect(throws: IdentityRefused.faceConsentMissing) { try await house.face(in: session) }
        #expect(house.authority.asked.isEmpty)
        #expect(try await house.acts("consent.given") == 1)
        #expect(try await house.acts("consent.withdrawn") == 1)
    }

    @Test func refusingIsNotTakingBack() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.begin().session
        try await ChooseWay(house.parts).withdraw(.face, for: .code, in: session, requestID: "r")
        #expect(try await house.acts("consent.refused") == 1)
        #expect(try await house.acts("consent.withdrawn") == 0)
    }

    @Test(arguments: TestEngine.available)
    func consentTakenBackMeanwhileCounts(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let session = try await house.claimed()
        try await house.consent(in: session)
        let choose = ChooseWay(house.parts)
        house.authority.whileAsked {
            try await choose.withdraw(.face, for: .code, in: session, requestID: "r")
        }
        await #expect(throws: IdentityRefused.faceConsentMissing) { try await house.face(in: session) }
        #expect(try await house.citizens() == 0)
        #expect(try await house.acts("identity.proved") == 0)
    }

    @Test(arguments: TestEngine.available)
    func threeMissesCloseThisWayAndNotTheOther(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let session = try await house.claimed()
        try await house.consent(in: session)
        for refusal in [
            IdentityRefused.faceMismatch(triesLeft: 2), .faceMismatch(triesLeft: 1), .faceTriesUsed,
            .faceTriesUsed,
        ] {
            await #expect(throws: refusal) { try await house.face(IdentityHouse.otherFace, in: session) }
        }
        await #expect(throws: IdentityRefused.faceTriesUsed) { try await house.face(in: session) }
        #expect(house.authority.asked.count == 3)
        #expect(try await house.acts("identity.refused") == 3)
        let proved = try await house.confirm(house.send(in: session), in: session)
        #expect(proved.session.session.factors == [.card, .code])
    }

    @Test func aMatchAmongTooManyPicturesAtOnceDoesNotCount() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed()
        try await house.consent(in: session)
        let rest = Counter(3)
        house.authority.whileAsked {
            guard rest.take() else { return }
            _ = try? await house.face(IdentityHouse.otherFace, in: session)
        }
        await #expect(throws: IdentityRefused.faceTriesUsed) { try await house.face(in: session) }
        #expect(try await house.acts("identity.proved") == 0)
    }

    @Test func anAuthorityThatIsSilentCostsNoTry() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed(IdentityHouse.card(name: "断线"))
        try await house.consent(in: session)
        for _ in 1...4 {
            await #expect(throws: PortError.unreachable(system: "authority")) {
                try await house.face(in: session)
            }
        }
        #expect(try await house.acts("identity.unanswered") == 4)
        #expect(try await house.acts("identity.refused") == 0)
    }

    @Test func aNameThatIsUnknownIsNobody() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed(IdentityHouse.card(name: "无此人"))
        try await house.consent(in: session)
        await #expect(throws: IdentityRefused.identityMismatch) { try await house.face(in: session) }
        await #expect(throws: IdentityRefused.identityMismatch) { try await house.send(in: session) }
        #expect(try await house.citizens() == 0)
        #expect(try await house.acts("identity.refused") == 2)
    }

    @Test(arguments: [
        "", "not base 64!", Data([0x89, 0x50]).base64EncodedString(),
        Data([0xFF, 0xD8] + [UInt8](repeating: 1, count: FaceCapture.bytesMax)).base64EncodedString(),
    ])
    func whatIsNoPictureIsNotAskedAbout(_ picture: String) async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed()
        try await house.consent(in: session)
        await #expect(throws: IdentityRefused.pictureUnusable) {
            try await house.face(FaceCapture(jpegBase64: picture, takenAtMs: 0), in: session)
        }
        #expect(house.authority.asked.isEmpty)
    }

    @Test func theAuthorityIsAskedAboutTheCardsPerson() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed()
        try await house.consent(in: session)
        try await house.face(in: session)
        let claim = try #require(house.authority.asked.first)
        #expect(claim.name == "王小明")
        #expect(claim.number.text == IdentityHouse.number())
        #expect(claim.face == [0xFF, 0xD8, 1])
    }
}
