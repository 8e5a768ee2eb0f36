import Base
import Foundation
import Support
import Testing
import Vault

struct KeyRings {
    let world = World.frozen()

    @Test(arguments: Suite.allCases)
    func aRingComesBackFromItsFile(suite: Suite) throws {
        let file = try temporaryFile()
        defer { remove(file) }
        let ring = try KeyRing.create(suite: suite, world: world).rotated(world: world)
        let vault = Vault(ring: ring, world: world)
        let place = FieldPlace("house", "note", row: "1")
        let index = BlindIndex("phone", bits: 16)

        try ring.write(to: file)
        let again = try KeyRing(contentsOf: file)
        let vaultAgain = Vault(ring: again, world: world)

        #expect(again.suite == suite)
        #expect(again.activeKeyID == ring.activeKeyID)
        #expect(try vaultAgain.open(try vault.seal([7], at: place), at: place) == [7])
        #expect(vaultAgain.term(index, "x") == vault.term(index, "x"))
        for purpose in KeyPurpose.allCases {
            #expect(try again.signingKey(purpose).publicKey == ring.signingKey(purpose).publicKey)
        }
        for purpose in [KeyPurpose.documentSeal, .exchange, .identityAuthority, .networkIdentity] {
            #expect(try again.certificate(for: purpose) == ring.certificate(for: purpose))
        }
    }

    @Test(arguments: Suite.allCases)
    func theSuiteChoosesTheAlgorithms(suite: Suite) throws {
        let ring = try KeyRing.create(suite: suite, world: world)
        let small: SigningKey.Algorithm = suite == .international ? .ed25519 : .sm2
        let large: SigningKey.Algorithm = suite == .international ? .p256 : .sm2

        #expect(try ring.signingKey(.auditCheckpoint).algorithm == .ed25519)
        #expect(try ring.signingKey(.printTicket).algorithm == small)
        #expect(try ring.signingKey(.documentCode).algorithm == small)
        #expect(try ring.signingKey(.documentSeal).algorithm == large)
        #expect(try ring.signingKey(.exchange).algorithm == large)
        #expect(try ring.signingKey(.identityAuthority).algorithm == large)
        #expect(try ring.signingKey(.networkIdentity).algorithm == .p256, "envelopes are for P-256")
    }

    @Test(arguments: Suite.allCases)
    func freshCertificatesSayThatTheyAreTests(suite: Suite) throws {
        let ring = try KeyRing.create(suite: suite, world: world)

        for purpose in [KeyPurpose.documentSeal, .exchange, .identityAuthority, .networkIdentity] {
            let certificate = try ring.certificate(for: purpose)
            #expect(certificate.subjectCommonName.contains("TEST"))
            #expect(certificate.subjectCommonName.contains("not legally valid"))
            #expect(try certificate.publicKey == ring.signingKey(purpose).publicKey)
            #expect(!ring.isLicensed(purpose))
        }
        #expect(throws: VaultError.unknownKey("auditCheckpoint certificate")) {
            try ring.certificate(for: .auditCheckpoint)
        }
    }

    @Test(arguments: Suite.allCases)
    func theRingsSealSignsAPaper(suite: Suite) throws {
        let ring = try KeyRing.create(suite: suite, world: world)
        let certificate = try ring.certificate(for: .documentSeal)
        let paper = Array("%PDF".utf8)

        let seal = try CMS.signDetached(
            paper, key: try ring.signingKey(.documentSeal), certificate: certificate, at: nil, pades: true)

        #expect(
            try CMS.verifyDetached(seal, content: paper, trusted: [certificate], at: world.now())
                == certificate)
    }

    @Test(arguments: Suite.allCases)
    func oneRingServesManyAtATime(suite: Suite) async throws {
        let ring = try KeyRing.create(suite: suite, world: world)
        let key = try ring.signingKey(.printTicket)

        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let message = [UInt8(number)]
                    return key.publicKey.verifies(try key.sign(message), of: message)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(right == 64)
    }

    @Test func noKeyServesTwoPurposes() throws {
        let ring = try KeyRing.create(suite: .national, world: world)

        let keys = try KeyPurpose.allCases.map { try ring.signingKey($0).publicKey }

        #expect(Set(keys).count == KeyPurpose.allCases.count)
    }

    @Test(arguments: Suite.allCases)
    func aRingOfAnOlderVersionIsCompletedAndKeepsWhatItHas(suite: Suite) throws {
        let file = try temporaryFile()
        defer { remove(file) }
        let ring = try KeyRing.create(suite: suite, world: world)
        try ring.write(to: file)
        var json = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let signers = try #require(json["signers"] as? [[String: Any]])
        json["signers"] = signers.filter { $0["purpose"] as? String != "networkIdentity" }
        try JSONSerialization.data(withJSONObject: json).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let old = try KeyRing(contentsOf: file)

        #expect(old.missingPurposes == [.networkIdentity])
        #expect(throws: VaultError.unknownKey("networkIdentity")) { try old.signingKey(.networkIdentity) }
        let whole = try old.completed(world: world)

        #expect(whole.missingPurposes == [])
        #expect(try whole.certificate(for: .networkIdentity).publicKey.algorithm == .p256)
        #expect(try whole.signingKey(.exchange).publicKey == ring.signingKey(.exchange).publicKey)
    }

    @Test func theFileIsForItsOwnerAlone() throws {
        let file = try temporaryFile()
        defer { remove(file) }
        let ring = try KeyRing.create(suite: .international, world: world)

        try ring.write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        try ring.write(to: file)

        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder(file)) == ["ring.json"])
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o601])
    func aFileOpenToOthersIsRefused(mode: Int) throws {
        let file = try temporaryFile()
        defer { remove(file) }
        try KeyRing.create(suite: .international, world: world).write(to: file)

        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)

        #expect(throws: VaultError.malformed("others may read \(file.path): run `chmod 600 \(file.path)`")) {
            try KeyRing(contentsOf: file)
        }
    }

    @Test func aFileThatIsNoRingIsRefusedWithoutQuotingIt() throws {
        let file = try temporaryFile()
        defer { remove(file) }
        try Data(#"{"format": "secret-canary"}"#.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)

        #expect(throws: VaultError.malformed("the file is no key ring of format egret-key-ring-1")) {
            try KeyRing(contentsOf: file)
        }
        #expect(throws: VaultError.self) {
            try KeyRing(contentsOf: file.deletingLastPathComponent().appending(path: "none.json"))
        }
    }

    @Test(arguments: Suite.allCases)
    func anOperatorBringsALicensedSeal(suite: Suite) throws {
        let file = try temporaryFile()
        defer { remove(file) }
        let ring = try KeyRing.create(suite: suite, world: world)
        let key = try SigningKey.generate(suite == .international ? .p256 : .sm2)
        let certificate = try Certificate.selfSigned(
            commonName: "思明区电子印章", organization: "x", key: key, serial: Token(world), from: world.now(),
            to: world.now() + .seconds(1))

        let replaced = try ring.replacing(
            .documentSeal, keyPEM: key.pem, certificatePEM: certificate.pem, licensed: true)
        try replaced.write(to: file)
        let again = try KeyRing(contentsOf: file)

        #expect(again.isLicensed(.documentSeal))
        #expect(!again.isLicensed(.exchange))
        #expect(try again.certificate(for: .documentSeal) == certificate)
        #expect(try again.signingKey(.documentSeal).publicKey == key.publicKey)
        #expect(!ring.isLicensed(.documentSeal))
    }

    @Test func aSealThatDoesNotFitIsRefused() throws {
        let ring = try KeyRing.create(suite: .international, world: world)
        let key = try SigningKey.generate(.p256)
        let foreign = try ring.certificate(for: .documentSeal).pem

        #expect(throws: VaultError.malformed("the key for documentSeal does not belong to its certificate")) {
            try ring.replacing(.documentSeal, keyPEM: key.pem, certificatePEM: foreign, licensed: true)
        }
        #expect(throws: VaultError.malformed("documentSeal needs a certificate")) {
            try ring.replacing(.documentSeal, keyPEM: key.pem, certificatePEM: nil, licensed: true)
        }
        #expect(throws: VaultError.malformed("documentSeal needs a p256 key, not ed25519")) {
            try ring.replacing(
                .documentSeal, keyPEM: try SigningKey.generate(.ed25519).pem, certificatePEM: foreign,
                licensed: true)
        }
    }

    private func temporaryFile() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-ring-\(Token(World.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: "ring.json")
    }

    private func folder(_ file: URL) -> String { file.deletingLastPathComponent().path }

    private func remove(_ file: URL) { try? FileManager.default.removeItem(atPath: folder(file)) }
}
