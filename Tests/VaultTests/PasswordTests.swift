import Base
import Support
import Testing
import Vault

struct Passwords {
    /// The smallest cost allowed, for tests are many.
    private func hasher(waitingMax: Int = 64) throws -> PasswordHasher {
        PasswordHasher(
            cost: try PasswordHasher.Cost(passes: 1, memoryKiB: 8_192, lanes: 1), world: .frozen(),
            waitingMax: waitingMax)
    }

    /// From the test suite of the Argon2 authors: t=2, m=64 MiB, p=1, salt "somesalt".
    @Test func theReferenceHashIsVerified() async throws {
        let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let hasher = try hasher()

        #expect(try await hasher.verify("password", against: phc))
        #expect(try await !hasher.verify("Password", against: phc))
    }

    @Test func aHashKnowsItsPasswordOnly() async throws {
        let hasher = try hasher()

        let phc = try await hasher.hash("白鹭飞过鹭江")

        #expect(phc.hasPrefix("$argon2id$v=19$m=8192,t=1,p=1$"))
        #expect(try await hasher.verify("白鹭飞过鹭江", against: phc))
        #expect(try await !hasher.verify("白鹭飞过鹭", against: phc))
        #expect(try await !hasher.verify("", against: phc))
    }

    @Test func twoHashesOfOnePasswordDiffer() async throws {
        let hasher = try hasher()

        #expect(try await hasher.hash("egret") != hasher.hash("egret"))
    }

    @Test func whatStandsForNobodysPasswordCostsTheSameAndIsNoOnes() async throws {
        let hasher = try hasher()

        let nobodys = hasher.nobodys()

        #expect(nobodys.utf8.count == (try await hasher.hash("egret")).utf8.count)
        #expect(!hasher.needsRehash(nobodys))
        #expect(try await !hasher.verify("egret", against: nobodys))
        #expect(try await !hasher.verify("", against: nobodys))
        #expect(nobodys != hasher.nobodys())
    }

    @Test func anotherSpellingOfTheSameCharactersIsTheSamePassword() async throws {
        let hasher = try hasher()

        let phc = try await hasher.hash("Ａé１２３４５６７")

        #expect(try await hasher.verify("Ae\u{301}1234567", against: phc))
    }

    @Test func theStandardCostIsTheRecommendedOne() async throws {
        let hasher = PasswordHasher(world: .frozen())
        let cheap = try await self.hasher().hash("egret")

        let phc = try await hasher.hash("egret")

        #expect(phc.hasPrefix("$argon2id$v=19$m=47104,t=1,p=1$"))
        #expect(!hasher.needsRehash(phc))
        #expect(hasher.needsRehash(cheap))
        #expect(hasher.needsRehash("nonsense"))
    }

    @Test(arguments: [
        "", "secret", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$abc",
        "$argon2id$v=19$m=65536,t=2$c29tZXNhbHQ$x",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ])
    func aStrangeOrTooCostlyHashIsRefused(phc: String) async throws {
        let hasher = try hasher()

        await #expect(throws: VaultError.self) { try await hasher.verify("secret", against: phc) }
    }

    @Test func aPasswordTooLongIsRefused() async throws {
        let hasher = try hasher()
        let long = String(repeating: "鹭", count: 342)
        let phc = try await hasher.hash(String(repeating: "鹭", count: 341))

        await #expect(throws: VaultError.malformed("the password is too long")) {
            try await hasher.hash(long)
        }
        #expect(try await !hasher.verify(long, against: phc))
    }

    @Test(arguments: [(0, 65_536, 1), (17, 65_536, 1), (3, 8_191, 1), (3, 1_048_577, 1), (3, 65_536, 5)])
    func aCostOutOfRangeIsRefused(passes: UInt32, memoryKiB: UInt32, lanes: UInt32) {
        #expect(throws: VaultError.self) {
            try PasswordHasher.Cost(passes: passes, memoryKiB: memoryKiB, lanes: lanes)
        }
    }

    @Test func whatCannotBeServedSoonIsTurnedAway() async throws {
        let full = try hasher(waitingMax: 0)
        let free = try hasher()

        await #expect(throws: VaultError.busy) { try await full.hash("egret") }
        #expect(try await free.verify("egret", against: free.hash("egret")))
    }
}
