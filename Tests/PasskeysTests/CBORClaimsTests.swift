import Testing

@testable import Passkeys

/// Nothing that claims more than it holds comes before libfido2.
@Suite struct CBORClaimsTests {
    @Test(
        arguments: [
            ([0xA0], 0), ([0xA0, 1], 1), ([0x18, 0xFF, 2, 3], 2), ([0x82, 1, 0x42, 7, 7], 0),
            ([0xA1, 0x01, 0x82, 2, 3], 0), ([0xF5], 0), ([0x39, 1, 0], 0),
            ([0xFB, 0, 0, 0, 0, 0, 0, 0, 0, 9], 1),
        ] as [([UInt8], Int)])
    func oneItemIsRead(bytes: [UInt8], left: Int) {
        #expect(CBORClaims.afterItem(bytes[...])?.count == left)
    }

    @Test(
        arguments: [
            [], [0x18], [0x42, 7], [0x82, 1], [0x9A, 0x9B, 0x9A, 0x8A, 0, 1, 2], [0xA1, 1],
            [0xBA, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            // No end said, a tag, a length of no kind.
            [0x9F, 1, 0xFF], [0xC0, 1], [0x1C],
            // Each list fits by itself, and together they do not.
            [0x83, 0x83, 0x83, 1, 1, 1],
        ] as [[UInt8]])
    func whatClaimsMoreThanThereIsIsNone(bytes: [UInt8]) {
        #expect(CBORClaims.afterItem(bytes[...]) == nil)
    }

    /// Found by the fuzzer: extensions of 48 bytes whose list has 2,610,596,352 items.
    @Test func anAnswerOfADeviceIsLookedAtFirst() throws {
        let head = [UInt8](repeating: 1, count: 32)
        let claims: [UInt8] = [0x9A, 0x9B, 0x9A, 0x8A, 0]
        let harmless = try AuthenticatorData(head + [0x85, 0, 0, 0, 1, 0xA0])
        #expect(harmless.isSafeAsAssertion)
        #expect(try !AuthenticatorData(head + [0x85, 0, 0, 0, 1] + claims).isSafeAsAssertion)

        let made = head + [0xC5, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 16) + [0, 1, 7]
        #expect(try AuthenticatorData(made + [0xA0, 0xA0]).isSafeAsCredential)
        #expect(try !AuthenticatorData(made + claims).isSafeAsCredential)
        #expect(try !AuthenticatorData(made + [0xA0] + claims).isSafeAsCredential)
        #expect(try !AuthenticatorData(head + [0xC5, 0, 0, 0, 1, 0, 0]).isSafeAsCredential)
    }
}
