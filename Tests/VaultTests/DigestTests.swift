import Base
import Testing
import Vault

/// Published vectors: FIPS 180-4, GB/T 32905 appendix A, RFC 4231.
@Suite struct Digests {
    @Test func sha256OfABCIsThePublishedOne() {
        #expect(
            Digest.sha256(Array("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func sha1OfABCIsThePublishedOne() {
        #expect(Digest.sha1(Array("abc".utf8)).hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test func sm3OfABCIsThePublishedOne() {
        #expect(
            Digest.sm3(Array("abc".utf8)).hex
                == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
    }

    @Test func sm3OfTwoBlocksIsThePublishedOne() {
        let message = String(repeating: "abcd", count: 16)

        #expect(
            Digest.sm3(Array(message.utf8)).hex
                == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")
    }

    @Test func nothingHasAHashToo() {
        #expect(
            Digest.sha256([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: [
        (
            String(repeating: "0b", count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            "4a656665", "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            String(repeating: "aa", count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func hmacSHA256IsThePublishedOne(key: String, message: String, mac: String) throws {
        let key = try #require([UInt8](hex: key))

        #expect(Digest.hmacSHA256(key: key, Array(message.utf8)).hex == mac)
    }

    /// HMAC's definition written out over the hash, for want of a published vector.
    @Test(arguments: Suite.allCases, [0, 1, 32, 64, 65, 200])
    func hmacFollowsItsDefinition(suite: Suite, keyLength: Int) {
        let key = (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
        let message = Array("白鹭".utf8)
        var block = keyLength > 64 ? Digest.hash(key, suite: suite) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        let inner = Digest.hash(block.map { $0 ^ 0x36 } + message, suite: suite)
        let outer = Digest.hash(block.map { $0 ^ 0x5C } + inner, suite: suite)

        #expect(Digest.hmac(key: key, message, suite: suite) == outer)
    }

    @Test func constantTimeEqualityIsEquality() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2], [1, 2]))
        #expect(!constantTimeEquals([1, 2], [1, 3]))
        #expect(!constantTimeEquals([1, 2], [1, 2, 3]))
    }
}
