import Base
import Support
import Testing
import Vault

struct Certificates {
    let from = TestClock.start
    let to = TestClock.start + .seconds(365 * 86_400)

    @Test(arguments: SigningKey.Algorithm.allCases)
    func aCertificateSaysWhatItWasMadeWith(algorithm: SigningKey.Algorithm) throws {
        let key = try SigningKey.generate(algorithm)

        let made = try Certificate.selfSigned(
            commonName: "鹭岛 TEST", organization: "白鹭", key: key, serial: Token(.frozen()), from: from, to: to)
        let again = try Certificate(pem: made.pem)

        #expect(again == made)
        #expect(try Certificate(der: made.der) == made)
        #expect(made.subjectCommonName == "鹭岛 TEST")
        #expect(made.publicKey == key.publicKey)
        #expect(made.validFrom == from)
        #expect(made.validTo == to)
    }

    @Test(arguments: SigningKey.Algorithm.allCases, SigningKey.Algorithm.allCases)
    func theOpenSSLProgramFollowsThePath(root: SigningKey.Algorithm, leaf: SigningKey.Algorithm) throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let world = World.frozen()
        let rootKey = try SigningKey.generate(root)
        let rootCertificate = try Certificate.selfSigned(
            commonName: "root", organization: "白鹭", key: rootKey, serial: Token(world), from: from, to: to)
        let leafCertificate = try Certificate.issued(
            by: rootCertificate, issuerKey: rootKey, commonName: "leaf", organization: "白鹭",
            key: try SigningKey.generate(leaf).publicKey, serial: Token(world), from: from, to: to)
        try openssl.write("root.pem", rootCertificate.pem)
        try openssl.write("leaf.pem", leafCertificate.pem)
        // The program knows the user id for the certificate it is asked about, not for a root's own signature.
        let options = root == .sm2 ? "-vfyopt distid:1234567812345678 " : "-check_ss_sig "

        let run = try openssl.run(
            "verify -x509_strict \(options)-attime \(from.milliseconds / 1_000 + 1) "
                + "-CAfile root.pem leaf.pem")

        #expect(run.status == 0, "\(run.output)")
    }

    @Test func anIssuerNeedsItsOwnKey() throws {
        let key = try SigningKey.generate(.p256)
        let root = try Certificate.selfSigned(
            commonName: "root", organization: "白鹭", key: key, serial: Token(.frozen()), from: from, to: to)

        #expect(throws: VaultError.malformed("the issuer's key does not belong to the issuer's certificate"))
        {
            try Certificate.issued(
                by: root, issuerKey: try SigningKey.generate(.p256), commonName: "leaf", organization: "白鹭",
                key: key, serial: Token(.frozen()), from: from, to: to)
        }
    }

    @Test func differentTokensGiveDifferentSerials() throws {
        let key = try SigningKey.generate(.ed25519)
        let world = World.frozen()

        let ders = try (0..<3).map { _ in
            try Certificate.selfSigned(
                commonName: "x", organization: "x", key: key, serial: Token(world), from: from, to: to
            ).der
        }

        #expect(Set(ders).count == 3)
    }

    @Test func aNameTooLongForX509IsRefused() throws {
        let key = try SigningKey.generate(.ed25519)

        #expect(throws: VaultError.self) {
            try Certificate.selfSigned(
                commonName: String(repeating: "鹭", count: 65), organization: "x", key: key,
                serial: Token(.frozen()), from: from, to: to)
        }
    }

    @Test func bytesThatAreNoCertificateAreRefused() throws {
        let key = try SigningKey.generate(.ed25519)
        let made = try Certificate.selfSigned(
            commonName: "x", organization: "x", key: key, serial: Token(.frozen()), from: from, to: to)

        #expect(throws: VaultError.malformed("the bytes are no certificate")) { try Certificate(der: []) }
        #expect(throws: VaultError.malformed("bytes follow the certificate")) {
            try Certificate(der: made.der + [0])
        }
        #expect(throws: VaultError.self) { try Certificate(pem: "白鹭") }
    }
}
