import Base
import Foundation
import Testing
import Vault

struct Signatures {
    /// RFC 8032, 7.1, tests 1 and 2.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ])
    func ed25519IsThePublishedOne(secret: String, point: String, message: String, signature: String) throws {
        let pkcs8 = try #require([UInt8](hex: "302e020100300506032b657004220420" + secret))
        let key = try SigningKey(
            pem:
                "-----BEGIN PRIVATE KEY-----\n\(Data(pkcs8).base64EncodedString())\n-----END PRIVATE KEY-----\n"
        )
        let message = try #require([UInt8](hex: message))

        #expect(key.algorithm == .ed25519)
        #expect(key.publicKey.raw.hex == point)
        #expect(try key.sign(message).hex == signature)
        #expect(key.publicKey.verifies(try key.sign(message), of: message))
    }

    /// GB/T 32918.5 appendix A (user id 1234567812345678).
    @Test func sm2VerifiesThePublishedSignature() throws {
        let point =
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
        let key = try PublicKey(algorithm: .sm2, raw: try #require([UInt8](hex: point)))
        let signature = try #require(
            [UInt8](
                hex: "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                    + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"))

        #expect(key.verifies(signature, of: Array("message digest".utf8)))
        #expect(!key.verifies(signature, of: Array("message digesT".utf8)))
    }

    /// RFC 6979, A.2.5, SHA-256, "sample".
    @Test func p256VerifiesThePublishedSignature() throws {
        let point =
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        let key = try PublicKey(algorithm: .p256, raw: try #require([UInt8](hex: point)))
        let signature = try #require(
            [UInt8](
                hex: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"))

        #expect(key.verifies(signature, of: Array("sample".utf8)))
        #expect(!key.verifies(signature, of: Array("simple".utf8)))
    }

    @Test(arguments: SigningKey.Algorithm.allCases)
    func aSignatureHoldsForItsMessageAndKeyOnly(algorithm: SigningKey.Algorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let message = Array("居民身份证换领".utf8)

        let signature = try key.sign(message)

        #expect(signature.count == 64)
        #expect(key.publicKey.verifies(signature, of: message))
        #expect(!key.publicKey.verifies(signature, of: message + [0]))
        #expect(!(try SigningKey.generate(algorithm)).publicKey.verifies(signature, of: message))
        #expect(!key.publicKey.verifies([], of: message))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!key.publicKey.verifies(changed, of: message))
        }
    }

    @Test(arguments: SigningKey.Algorithm.allCases)
    func keysComeBackFromTheirText(algorithm: SigningKey.Algorithm) throws {
        let key = try SigningKey.generate(algorithm)

        let again = try SigningKey(pem: key.pem)
        let publicAgain = try PublicKey(pem: key.publicKey.pem)

        #expect(again.algorithm == algorithm)
        #expect(again.publicKey == key.publicKey)
        #expect(publicAgain == key.publicKey)
        #expect(try PublicKey(algorithm: algorithm, raw: key.publicKey.raw) == key.publicKey)
        #expect(key.publicKey.raw.count == (algorithm == .ed25519 ? 32 : 65))
        #expect(publicAgain.verifies(try again.sign([1]), of: [1]))
    }

    @Test(arguments: [SigningKey.Algorithm.p256, .sm2])
    func aPointOffTheCurveIsRefused(algorithm: SigningKey.Algorithm) throws {
        var raw = try SigningKey.generate(algorithm).publicKey.raw
        raw[64] ^= 1

        #expect(throws: VaultError.self) { try PublicKey(algorithm: algorithm, raw: raw) }
        #expect(throws: VaultError.self) { try PublicKey(algorithm: algorithm, raw: [4, 1, 2]) }
        #expect(throws: VaultError.self) { try PublicKey(algorithm: algorithm, raw: []) }
    }

    @Test func textThatIsNoKeyIsRefused() throws {
        #expect(throws: VaultError.self) { try SigningKey(pem: "") }
        #expect(throws: VaultError.self) { try SigningKey(pem: "-----BEGIN PRIVATE KEY-----") }
        #expect(throws: VaultError.self) { try PublicKey(pem: "白鹭") }
    }

    @Test func aKeyOfAnotherAlgorithmIsRefused() throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        #expect(try openssl.run("genpkey -algorithm EC -pkeyopt group:P-384 -out key.pem").status == 0)
        let pem = String(decoding: try openssl.read("key.pem"), as: UTF8.self)

        #expect(throws: VaultError.self) { try SigningKey(pem: pem) }
    }

    @Test func anEncryptedKeyIsRefusedAndNotAskedFor() throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let made = try openssl.run("genpkey -algorithm ED25519 -aes256 -pass pass:1234 -out key.pem")
        let pem = String(decoding: try openssl.read("key.pem"), as: UTF8.self)

        #expect(made.status == 0)
        #expect(throws: VaultError.self) { try SigningKey(pem: pem) }
    }

    @Test func theOpenSSLProgramSignsWithOurSM2Key() throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let key = try SigningKey.generate(.sm2)
        try openssl.write("key.pem", key.pem)
        try openssl.write("message", "message digest")

        let run = try openssl.run(
            "pkeyutl -sign -inkey key.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 "
                + "-in message -out signature")
        let raw = try rawSignature(try openssl.read("signature"))

        #expect(run.status == 0)
        #expect(key.publicKey.verifies(raw, of: Array("message digest".utf8)))
    }

    @Test func sm2UnderAnotherUserIDIsRefused() throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let key = try SigningKey.generate(.sm2)
        try openssl.write("key.pem", key.pem)
        try openssl.write("message", "message digest")

        let run = try openssl.run(
            "pkeyutl -sign -inkey key.pem -rawin -digest sm3 -pkeyopt distid:someone -in message -out signature"
        )
        let raw = try rawSignature(try openssl.read("signature"))

        #expect(run.status == 0)
        #expect(!key.publicKey.verifies(raw, of: Array("message digest".utf8)))
    }

    /// Reads `SEQUENCE { INTEGER r, INTEGER s }` of two short integers.
    private func rawSignature(_ der: [UInt8]) throws -> [UInt8] {
        let r = Array(der[4..<(4 + Int(der[3]))])
        let s = Array(der[(6 + r.count)...])
        return [r, s].flatMap { number in
            [UInt8](repeating: 0, count: max(0, 32 - number.count)) + number.suffix(32)
        }
    }
}
