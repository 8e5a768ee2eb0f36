import Base
import Storage
import Support
import Testing
import Vault

@testable import Passkeys

@Suite struct PasskeyTests {
    @Test(
        "ASVS 6.3.3: a passkey of either kind proves its holder, time after time",
        arguments: TestEngine.available, [SigningKey.Algorithm.p256, .ed25519])
    func aPasskeyProvesItsHolder(_ engine: TestEngine, _ algorithm: SigningKey.Algorithm) async throws {
        let house = try await PasskeyHouse(engine)
        var device = try PasskeyDevice(algorithm, origin: PasskeyHouse.origin)
        let passkey = try await house.enrol(&device)

        for _ in 1...3 {
            house.clock.advance(by: .seconds(1))
            let offer = try await house.staff.offerProof(holder: nil)
            let shown = try await house.staff.proved(try device.get(offer), holder: nil)
            #expect(shown.id == passkey.id && shown.holder == "holder-1")
        }

        let kept = try await house.keys(of: "holder-1")
        #expect(kept.map(\.counter) == [3])
        #expect(kept.first?.usedAt == house.clock.now)
        #expect(passkey.algorithm == (algorithm == .p256 ? .es256 : .edDSA))
    }

    /// Which quirk of the device is refused with which words, when one is made and when one is shown.
    static let making: [(PasskeyDevice.Quirk, PasskeyRefused)] = [
        (.otherType, .ceremony), (.otherOrigin, .origin), (.framed, .crossOrigin), (.topOrigin, .crossOrigin),
        (.otherParty, .party), (.untouched, .presence), (.unverified, .verification),
    ]
    static let showing =
        making + [
            (.brokenSignature, .signature), (.otherHandle, .stranger), (.otherCredential, .unknown),
        ]

    @Test(arguments: making)
    func aDeviceWithAQuirkEnrolsNothing(_ quirk: PasskeyDevice.Quirk, _ refused: PasskeyRefused) async throws
    {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        device.quirk = quirk

        await #expect(throws: refused) { _ = try await house.enrol(&device) }

        #expect(try await house.keys(of: "holder-1") == [])
    }

    @Test(arguments: showing)
    func aDeviceWithAQuirkProvesNothing(_ quirk: PasskeyDevice.Quirk, _ refused: PasskeyRefused) async throws
    {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        _ = try await house.enrol(&device)
        let offer = try await house.staff.offerProof(holder: nil)
        device.quirk = quirk
        let answer = try device.get(offer)

        await #expect(throws: refused) { try await house.staff.proved(answer, holder: nil) }

        #expect(try await house.keys(of: "holder-1").first?.usedAt == nil)
    }

    /// WebAuthn level 2, 4: an id has at most 1,023 bytes, and so many are taken.
    @Test(arguments: TestEngine.available)
    func theLongestIDThatThereIsIsTakenAndNoLonger(_ engine: TestEngine) async throws {
        let house = try await PasskeyHouse(engine)
        let id = (0..<1_024).map { UInt8(truncatingIfNeeded: $0 &* 197 ^ $0 >> 3) }
        var longest = try PasskeyDevice(origin: PasskeyHouse.origin, credentialID: Array(id.dropLast()))
        _ = try await house.enrol(&longest)
        let shown = try longest.get(try await house.staff.offerProof(holder: nil))
        #expect(try await house.staff.proved(shown, holder: nil).holder == "holder-1")

        var longer = try PasskeyDevice(origin: PasskeyHouse.origin, credentialID: id)
        await #expect(throws: PasskeyRefused.tooLong) { _ = try await house.enrol(&longer) }
        #expect(try await house.keys(of: "holder-1").count == 1)
    }

    @Test("ASVS 6.5.1: a question is answered once", arguments: TestEngine.available)
    func aQuestionIsAnsweredOnce(_ engine: TestEngine) async throws {
        let house = try await PasskeyHouse(engine)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        _ = try await house.enrol(&device)
        let offer = try await house.staff.offerProof(holder: nil)
        let answer = try device.get(offer)
        _ = try await house.staff.proved(answer, holder: nil)

        await #expect(throws: PasskeyRefused.challengeUsed) {
            try await house.staff.proved(answer, holder: nil)
        }
        let second = try device.get(offer)
        await #expect(throws: PasskeyRefused.challengeUsed) {
            try await house.staff.proved(second, holder: nil)
        }
    }

    @Test("ASVS 6.5.5: a question is over after five minutes, and is forgotten then")
    func aQuestionIsOverAfterFiveMinutes() async throws {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        _ = try await house.enrol(&device)
        let early = try device.get(try await house.staff.offerProof(holder: nil))
        let late = try device.get(try await house.staff.offerProof(holder: nil))
        house.clock.advance(by: .seconds(299))
        _ = try await house.staff.proved(early, holder: nil)
        house.clock.advance(by: .seconds(1))

        await #expect(throws: PasskeyRefused.challengeOver) {
            try await house.staff.proved(late, holder: nil)
        }
        let fresh = try device.get(try await house.staff.offerProof(holder: nil))
        _ = try await house.staff.proved(fresh, holder: nil)
        let remembered = try await house.engine.read { db in
            try db.rows("SELECT challenge_hash FROM passkey_challenges").count
        }
        #expect(remembered == 1)
    }

    @Test(arguments: TestEngine.available)
    func aDeviceWhoseCounterDoesNotGrowIsACopy(_ engine: TestEngine) async throws {
        let house = try await PasskeyHouse(engine)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        _ = try await house.enrol(&device)
        var copy = device
        for _ in 1...2 {
            let offer = try await house.staff.offerProof(holder: nil)
            _ = try await house.staff.proved(try device.get(offer), holder: nil)
        }

        for _ in 1...2 {
            let answer = try copy.get(try await house.staff.offerProof(holder: nil))
            await #expect(throws: PasskeyRefused.cloned) { try await house.staff.proved(answer, holder: nil) }
        }

        #expect(try await house.keys(of: "holder-1").map(\.counter) == [2])
    }

    @Test func aDeviceThatNeverCountsIsTakenAndOneThatStopsIsNot() async throws {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        device.counts = false
        _ = try await house.enrol(&device)
        for _ in 1...2 {
            let offer = try await house.staff.offerProof(holder: nil)
            _ = try await house.staff.proved(try device.get(offer), holder: nil)
        }
        device.counts = true
        let offer = try await house.staff.offerProof(holder: nil)
        _ = try await house.staff.proved(try device.get(offer), holder: nil)
        (device.counts, device.counter) = (false, 0)
        let answer = try device.get(try await house.staff.offerProof(holder: nil))

        await #expect(throws: PasskeyRefused.cloned) { try await house.staff.proved(answer, holder: nil) }
    }

    @Test func aPasskeyServesItsHolderAndItsRealmAlone() async throws {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        let passkey = try await house.enrol(&device)
        let forOther = try device.get(try await house.staff.offerProof(holder: "holder-2"))
        let forCitizen = try device.get(try await house.citizens.offerProof(holder: nil))
        let forAnybody = try device.get(try await house.staff.offerProof(holder: nil))

        await #expect(throws: PasskeyRefused.stranger) {
            try await house.staff.proved(forOther, holder: "holder-2")
        }
        await #expect(throws: PasskeyRefused.unknown) {
            try await house.citizens.proved(forCitizen, holder: nil)
        }
        // A question to anybody is none to this holder, and one of a realm none of the other.
        await #expect(throws: PasskeyRefused.challengeOver) {
            try await house.staff.proved(forAnybody, holder: "holder-1")
        }
        await #expect(throws: PasskeyRefused.challengeOver) {
            try await house.citizens.proved(forAnybody, holder: nil)
        }
        await #expect(throws: PasskeyRefused.unknown) {
            try await house.engine.write { [staff = house.staff] db in
                try staff.remove(passkey.id, of: "holder-2", in: db)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aCredentialIsEnrolledOnceAndCanBeTakenBack(_ engine: TestEngine) async throws {
        let house = try await PasskeyHouse(engine)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        let passkey = try await house.enrol(&device)
        var again = device

        await #expect(throws: PasskeyRefused.known) { _ = try await house.enrol(&again, holder: "holder-2") }
        let staff = house.staff
        try await house.engine.write { db in try staff.remove(passkey.id, of: "holder-1", in: db) }

        let answer = try device.get(try await house.staff.offerProof(holder: nil))
        await #expect(throws: PasskeyRefused.unknown) { try await house.staff.proved(answer, holder: nil) }
        _ = try await house.enrol(&again, holder: "holder-2")
        #expect(try await house.engine.write { db in try staff.removeAll(of: "holder-2", in: db) } == 1)
    }

    @Test func dataThatNobodyMadeIsRefusedAndNeverRead() async throws {
        let house = try await PasskeyHouse(.sqlite)
        var device = try PasskeyDevice(origin: PasskeyHouse.origin)
        let whole = try device.create(
            try await house.staff.offerCreation(holder: "holder-1", person: PasskeyHouse.person)
        ).authenticatorData
        var offCurve = whole
        offCurve[offCurve.count - 1] ^= 1
        var otherKind = whole
        otherKind[37 + 16 + 2 + device.credentialID.count + 4] = 0x38
        let broken = [
            [], Array(whole.prefix(36)), Array(whole.prefix(37)), whole.dropLast(), offCurve,
            otherKind,
            whole + [UInt8](repeating: 0, count: 5_000),
        ]

        for data in broken {
            let offer = try await house.staff.offerCreation(holder: "holder-1", person: PasskeyHouse.person)
            let answer = PasskeyCreation(
                clientData: try device.create(offer).clientData, authenticatorData: Array(data))
            await #expect(throws: PasskeyRefused.self) {
                try await house.staff.made(answer, holder: "holder-1")
            }
        }
    }

    @Test("ASVS 11.5.1: a question holds 128 bits of chance, and a changed one is none of ours")
    func aQuestionCannotBeGuessed() async throws {
        let world = World.frozen()
        let vault = Vault(ring: try KeyRing.create(suite: .national, world: world), world: world)
        let make = { try PasskeyChallenge(.staff, .get, holder: "", vault: vault, world: world) }
        var changed = try make().bytes
        changed[changed.count / 2] ^= 1

        #expect(try make().bytes != (try make().bytes))
        #expect(throws: PasskeyRefused.challengeOver) {
            try PasskeyChallenge(answered: changed, .staff, .get, holder: "", vault: vault, now: world.now())
        }
    }
}
