import Base
import Support
import Testing
import Vault

/// A house authority, a seal it issued, and a moment at which both are valid.
private struct Signer {
    let root: Certificate
    let key: SigningKey
    let certificate: Certificate
    static let now = TestClock.start
    static let day = Duration.seconds(86_400)

    init(_ algorithm: SigningKey.Algorithm) throws {
        let world = World.frozen()
        let rootKey = try SigningKey.generate(algorithm)
        root = try Certificate.selfSigned(
            commonName: "Egret TEST root", organization: "白鹭", key: rootKey, serial: Token(world),
            from: Self.now - Self.day, to: Self.now + Self.day)
        key = try SigningKey.generate(algorithm)
        certificate = try Certificate.issued(
            by: root, issuerKey: rootKey, commonName: "思明区 TEST seal", organization: "白鹭", key: key,
            serial: Token(world), from: Self.now - Self.day, to: Self.now + Self.day)
    }
}

struct CMSSignatures {
    static let algorithms: [SigningKey.Algorithm] = [.p256, .sm2]
    let content = Array("%PDF-1.7 居民身份证 \r\n\n\u{0}".utf8)

    @Test(arguments: algorithms, [true, false])
    func aSealIsReadBack(algorithm: SigningKey.Algorithm, pades: Bool) throws {
        let signer = try Signer(algorithm)

        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: Signer.now, pades: pades)
        let found = try CMS.verifyDetached(der, content: content, trusted: [signer.root], at: Signer.now)

        #expect(found == signer.certificate)
        #expect(found.subjectCommonName == "思明区 TEST seal")
        #expect(!der.contains(content))
    }

    @Test(arguments: algorithms)
    func theSignersOwnCertificateMayBeTheTrustedOne(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)

        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: nil, pades: true)

        #expect(
            try CMS.verifyDetached(der, content: content, trusted: [signer.certificate], at: Signer.now)
                == signer.certificate)
    }

    @Test(arguments: [true, false])
    func theOpenSSLProgramVerifiesTheP256Seal(pades: Bool) throws {
        let signer = try Signer(.p256)
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        try openssl.write("root.pem", signer.root.pem)
        try openssl.write("content", content)
        try openssl.write("other", content + [0x20])
        try openssl.write(
            "seal.der",
            try CMS.signDetached(
                content, key: signer.key, certificate: signer.certificate, at: Signer.now, pades: pades))
        let verify =
            "cms -verify -binary -inform DER -in seal.der -CAfile root.pem -purpose any -out out "
            + "-attime \(Signer.now.milliseconds / 1_000) \(pades ? "-cades " : "")-content "

        let right = try openssl.run(verify + "content")
        let wrong = try openssl.run(verify + "other")

        #expect(right.status == 0, "\(right.output)")
        #expect(wrong.status != 0)
    }

    /// `openssl cms` of 3.0 cannot be told the SM2 user id, `openssl pkeyutl` can: it gets the signed attributes.
    @Test func theOpenSSLProgramVerifiesTheSM2Signature() throws {
        let signer = try Signer(.sm2)
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: Signer.now, pades: true)
        try openssl.write("seal.der", der)
        try openssl.write("key.pem", signer.key.publicKey.pem)
        let parts = try openssl.run("asn1parse -inform DER -in seal.der").output.split(separator: "\n")
        // In a SignerInfo, depth 5, the attributes are [0] and the signature is the OCTET STRING.
        let attributes = try part(parts.last { $0.contains(":d=5") && $0.contains("cont [ 0 ]") }, of: der)
        let signature = try part(parts.last { $0.contains(":d=5") && $0.contains("OCTET STRING") }, of: der)
        // The signature covers them under the tag of a SET.
        try openssl.write("attributes", [0x31] + attributes.whole.dropFirst())
        try openssl.write("signature", signature.value)

        let run = try openssl.run(
            "pkeyutl -verify -pubin -inkey key.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 "
                + "-in attributes -sigfile signature")

        #expect(run.status == 0, "\(run.output)")
        #expect(attributes.whole.contains(Digest.sm3(content)))
    }

    @Test(arguments: algorithms)
    func aPAdESSealNamesItsCertificateAndNoTime(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)

        let pades = try printed(
            try CMS.signDetached(
                content, key: signer.key, certificate: signer.certificate, at: Signer.now, pades: true))
        let timed = try printed(
            try CMS.signDetached(
                content, key: signer.key, certificate: signer.certificate, at: Signer.now, pades: false))
        let untimed = try printed(
            try CMS.signDetached(
                content, key: signer.key, certificate: signer.certificate, at: nil, pades: false))

        #expect(pades.contains("id-smime-aa-signingCertificateV2"))
        #expect(!pades.contains("signingTime"))
        #expect(timed.contains("UTCTIME:Mar  2 01:00:00 2026 GMT"))
        #expect(!timed.contains("signingCertificateV2"))
        #expect(timed.contains(algorithm == .sm2 ? "SM2-with-SM3" : "ecdsa-with-SHA256"))
        #expect(!untimed.contains("signingTime"))
    }

    @Test(arguments: algorithms)
    func otherContentIsRefused(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)
        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: nil, pades: true)

        for index in content.indices {
            var changed = content
            changed[index] ^= 1
            #expect(throws: VaultError.tampered) {
                try CMS.verifyDetached(der, content: changed, trusted: [signer.root], at: Signer.now)
            }
        }
    }

    /// Not every bit of a CMS carries meaning, but none may turn into another signer.
    @Test(arguments: algorithms)
    func noChangedByteMakesAnotherSigner(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)
        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: nil, pades: true)
        var refused = 0

        for index in der.indices {
            var changed = der
            changed[index] ^= 1
            do {
                let found = try CMS.verifyDetached(
                    changed, content: content, trusted: [signer.root], at: Signer.now)
                #expect(found == signer.certificate)
            } catch {
                refused += 1
            }
        }

        #expect(refused > der.count * 9 / 10)
    }

    @Test(arguments: algorithms)
    func aStrangersSealIsRefused(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)
        let stranger = try Signer(algorithm)
        let der = try CMS.signDetached(
            content, key: stranger.key, certificate: stranger.certificate, chain: [stranger.root], at: nil,
            pades: true)

        #expect(throws: VaultError.unknownKey("思明区 TEST seal")) {
            try CMS.verifyDetached(der, content: content, trusted: [signer.root], at: Signer.now)
        }
        #expect(throws: VaultError.self) {
            try CMS.verifyDetached(der, content: content, trusted: [], at: Signer.now)
        }
    }

    @Test(arguments: algorithms, [-2, 2])
    func anUntimelySealIsRefused(algorithm: SigningKey.Algorithm, days: Int) throws {
        let signer = try Signer(algorithm)
        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: nil, pades: true)

        #expect(throws: VaultError.malformed("a certificate of the signer is not valid at that moment")) {
            try CMS.verifyDetached(
                der, content: content, trusted: [signer.root], at: Signer.now + Signer.day * days)
        }
    }

    @Test(arguments: algorithms)
    func paddingIsIgnoredButNothingElseBehindTheSeal(algorithm: SigningKey.Algorithm) throws {
        let signer = try Signer(algorithm)
        let der = try CMS.signDetached(
            content, key: signer.key, certificate: signer.certificate, at: nil, pades: true)

        #expect(
            try CMS.verifyDetached(der + [0, 0, 0], content: content, trusted: [signer.root], at: Signer.now)
                == signer.certificate)
        #expect(throws: VaultError.malformed("bytes follow the CMS signature")) {
            try CMS.verifyDetached(der + [0, 1], content: content, trusted: [signer.root], at: Signer.now)
        }
    }

    @Test func keysThatDoNotFitAreRefused() throws {
        let signer = try Signer(.p256)
        let small = try SigningKey.generate(.ed25519)
        let certificate = try Certificate.selfSigned(
            commonName: "x", organization: "x", key: small, serial: Token(.frozen()),
            from: Signer.now, to: Signer.now + Signer.day)

        #expect(throws: VaultError.malformed("the signing key does not belong to the certificate")) {
            try CMS.signDetached(
                content, key: try SigningKey.generate(.p256), certificate: signer.certificate, at: nil,
                pades: true)
        }
        #expect(throws: VaultError.malformed("a CMS signature needs a P-256 or SM2 key")) {
            try CMS.signDetached(content, key: small, certificate: certificate, at: nil, pades: true)
        }
    }

    @Test(arguments: [[], [0], [0x30, 0x80], Array("白鹭".utf8)])
    func bytesThatAreNoSealAreRefused(bytes: [UInt8]) {
        #expect(throws: VaultError.malformed("the bytes are no CMS signature")) {
            try CMS.verifyDetached(bytes, content: [], trusted: [], at: Signer.now)
        }
    }

    /// Cuts out what a line of `asn1parse` (`offset:d=depth hl=header l=length …`) speaks of.
    private func part(_ line: Substring?, of der: [UInt8]) throws -> (whole: [UInt8], value: [UInt8]) {
        let line = try #require(line)
        let numbers = line.split { !$0.isNumber }.prefix(4).compactMap { Int($0) }
        try #require(numbers.count == 4)
        let (offset, header, length) = (numbers[0], numbers[2], numbers[3])
        let whole = Array(der[offset..<(offset + header + length)])
        return (whole, Array(whole.dropFirst(header)))
    }

    private func printed(_ der: [UInt8]) throws -> String {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        try openssl.write("seal.der", der)
        let run = try openssl.run("cms -cmsout -print -inform DER -in seal.der")
        #expect(run.status == 0)
        return run.output
    }
}

extension Array<UInt8> {
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}
