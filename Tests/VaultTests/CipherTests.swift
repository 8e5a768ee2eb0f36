import Base
import Support
import Testing

@testable import Vault

/// Published vectors: test case 16 of the GCM specification, GB/T 32907 appendix A.
struct Ciphers {
    @Test func aesGCMIsThePublishedOne() throws {
        let key = try bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        let nonce = try bytes("cafebabefacedbaddecaf888")
        let plain = try bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
        let associated = try bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")

        let sealed = try AESGCM.seal(plain, key: key, nonce: nonce, associated: associated)

        #expect(
            sealed.hex == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b")
        #expect(try AESGCM.open(sealed, key: key, nonce: nonce, associated: associated) == plain)
    }

    /// NIST SP 800-38A, F.2.5, the first block.
    @Test func aesCBCIsThePublishedOneAndTakesWholeBlocksAlone() throws {
        let key = try bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        let vector = try bytes("000102030405060708090a0b0c0d0e0f")
        let plain = try bytes("6bc1bee22e409f96e93d7e117393172a")

        let sealed = try #require(AESCBC.seal(plain, key: key, vector: vector))

        #expect(sealed.hex == "f58c4c04d6e5f1ba779eabfb5f7bfbd6")
        #expect(AESCBC.open(sealed, key: key, vector: vector) == plain)
        #expect(AESCBC.open(Array(sealed.dropLast()), key: key, vector: vector) == nil)
        #expect(AESCBC.open([], key: key, vector: vector) == nil)
        #expect(AESCBC.open(sealed, key: Array(key.dropLast()), vector: vector) == nil)
        #expect(AESCBC.open(sealed, key: key, vector: plain + plain) == nil)
    }

    @Test func sm4IsThePublishedOne() throws {
        let block = try bytes("0123456789abcdeffedcba9876543210")
        let zeros = [UInt8](repeating: 0, count: 16)

        // In counter mode the key stream of the first block is the encryption of the nonce.
        #expect(
            try SM4CTR.apply(zeros, key: block, nonce: block).hex == "681edf34d206965e86b3e94f536e4246")
    }

    @Test func sm4CounterModeIsThatOfTheOpenSSLProgram() throws {
        let openssl = try OpenSSLCommand()
        defer { openssl.remove() }
        let plain = Array("厦门市思明区行政服务中心，三十二个字节以上。".utf8)
        let key = try bytes("00112233445566778899aabbccddeeff")
        let nonce = try bytes("fffffffffffffffffffffffffffffffe")
        try openssl.write("plain", plain)

        let run = try openssl.run("enc -sm4-ctr -K \(key.hex) -iv \(nonce.hex) -in plain -out cipher")

        #expect(run.status == 0)
        #expect(try SM4CTR.apply(plain, key: key, nonce: nonce) == openssl.read("cipher"))
    }

    @Test(arguments: Suite.allCases, [0, 1, 15, 16, 17, 4_096, 1_000_000])
    func anyLengthComesBack(suite: Suite, count: Int) throws {
        let random = TestRandom(seed: 7)
        let cipher = FieldCipher(key: Secret(random.bytes(32)), suite: suite)
        let plain = random.bytes(count)

        let sealed = try cipher.seal(plain, header: [9], associated: [1], random: random.bytes)

        #expect(sealed.count == count + (suite == .international ? 1 + 12 + 16 : 1 + 16 + 32))
        #expect(try cipher.open(sealed, header: [9], associated: [1]) == plain)
    }

    @Test(arguments: Suite.allCases)
    func sealingTwiceGivesOtherBytes(suite: Suite) throws {
        let random = TestRandom(seed: 11)
        let cipher = FieldCipher(key: Secret(random.bytes(32)), suite: suite)

        let seals = try (0..<1_000).map { _ in
            try cipher.seal([1, 2, 3], header: [9], associated: [1], random: random.bytes)
        }

        #expect(Set(seals).count == 1_000)
        #expect(Set(seals.map { $0.suffix(3) }).count > 990)
    }

    @Test(arguments: Suite.allCases)
    func everyChangedBitIsNoticed(suite: Suite) throws {
        let random = TestRandom(seed: 8)
        let cipher = FieldCipher(key: Secret(random.bytes(32)), suite: suite)
        let sealed = try cipher.seal([1, 2, 3], header: [9], associated: [1], random: random.bytes)

        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                #expect(throws: VaultError.tampered) {
                    try cipher.open(changed, header: [9], associated: [1])
                }
            }
        }
    }

    @Test(arguments: Suite.allCases)
    func everyShorterOrLongerSealIsRefused(suite: Suite) throws {
        let random = TestRandom(seed: 9)
        let cipher = FieldCipher(key: Secret(random.bytes(32)), suite: suite)
        let sealed = try cipher.seal([1, 2, 3], header: [9], associated: [1], random: random.bytes)

        for count in 0..<sealed.count {
            #expect(throws: VaultError.tampered) {
                try cipher.open(Array(sealed.prefix(count)), header: [9], associated: [1])
            }
        }
        #expect(throws: VaultError.tampered) {
            try cipher.open(sealed + [0], header: [9], associated: [1])
        }
    }

    @Test(arguments: Suite.allCases)
    func aSealUnderAnotherKeyIsRefused(suite: Suite) throws {
        let random = TestRandom(seed: 10)
        let cipher = FieldCipher(key: Secret(random.bytes(32)), suite: suite)
        let other = FieldCipher(key: Secret(random.bytes(32)), suite: suite)
        let sealed = try cipher.seal([1, 2, 3], header: [9], associated: [1], random: random.bytes)

        #expect(throws: VaultError.tampered) { try other.open(sealed, header: [9], associated: [1]) }
    }

    @Test func framesKeepTheirBorders() {
        #expect(LengthFramed.join(["ab", "c"]) != LengthFramed.join(["a", "bc"]))
        #expect(LengthFramed.join(["", "a"]) != LengthFramed.join(["a", ""]))
        #expect(LengthFramed.join([[7]]) == [0, 0, 0, 1, 7])
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try #require([UInt8](hex: hex))
    }
}
