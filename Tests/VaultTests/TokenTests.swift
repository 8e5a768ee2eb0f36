import Base
import Foundation
import Support
import Testing

@testable import Vault

/// The claims that every token is held against.
@Suite struct TokenChecks {
    static let now = TestClock.start
    static let check = TokenCheck(
        issuer: "https://op.example", audiences: ["client", "https://rp.example"], lifeMax: .seconds(300))

    private func refusal(_ change: (inout [String: JSONValue]) -> Void) -> TokenRefused? {
        let seconds = Self.now.milliseconds / 1_000
        var claims: [String: JSONValue] = [
            "iss": "https://op.example", "aud": "client", "iat": .int(seconds), "exp": .int(seconds + 300),
        ]
        change(&claims)
        do throws(TokenRefused) {
            try Self.check(.object(claims), at: Self.now)
            return nil
        } catch {
            return error
        }
    }

    private func at(_ offset: Int64) -> JSONValue { .int(Self.now.milliseconds / 1_000 + offset) }

    @Test("ASVS 9.2.3: only the one issuer and the one audience pass")
    func issuerAndAudience() {
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0["aud"] = ["client"] } == nil)
        #expect(refusal { $0["aud"] = ["client", "other"] } == .audience)
        #expect(refusal { $0["aud"] = "other" } == .audience)
        #expect(refusal { $0["aud"] = [] } == .audience)
        #expect(refusal { $0["aud"] = nil } == .missing)
        #expect(refusal { $0["aud"] = .int(1) } == .missing)
        #expect(refusal { $0["iss"] = "https://op.example/" } == .issuer)
        #expect(refusal { $0["iss"] = "https://OP.example" } == .issuer)
        #expect(refusal { $0["iss"] = nil } == .missing)
    }

    @Test("ASVS 9.2.1: a token counts only within its time, and no clock makes that longer")
    func times() {
        #expect(refusal { $0["exp"] = at(0) } == .expired)
        #expect(refusal { $0["exp"] = at(-1) } == .expired)
        #expect(refusal { $0["exp"] = at(1) } == nil)
        #expect(refusal { $0["exp"] = nil } == .missing)
        #expect(refusal { $0["exp"] = "9999999999" } == .missing)
        #expect(refusal { $0["exp"] = .real(1e300) } == .missing)
        #expect(refusal { $0["exp"] = at(301) } == .tooLong)
        #expect(refusal { $0["iat"] = at(30) } == nil)
        #expect(refusal { $0["iat"] = at(31) } == .early)
        #expect(refusal { $0["iat"] = nil } == .missing)
        #expect(refusal { $0["nbf"] = at(31) } == .early)
        #expect(refusal { $0["nbf"] = at(0) } == nil)
        #expect(refusal { $0["nbf"] = "now" } == .missing)
    }
}

/// The keys of tokens change with overlap.
@Suite struct TokenKeyRotation {
    private let clock = TestClock()
    private let world: World
    private let ring: KeyRing

    init() throws {
        world = .frozen(clock)
        ring = try KeyRing.create(suite: .international, world: world)
    }

    @Test("ASVS 11.2.2: a new key is published before it signs, and the old one after") func overlap() throws
    {
        let first = try ring.tokenKey(.provider, at: clock.now).publicKey
        let rotated = try ring.rotatingTokenKeys(world: world)
        let second = try #require(rotated.tokenKeys.last { $0.use == .provider }).key.publicKey

        #expect(try rotated.tokenKey(.provider, at: clock.now).publicKey == first)
        #expect(
            Set(rotated.publishedKeys(.provider, at: clock.now).keys.map(\.key)) == [first, second])
        clock.advance(by: TokenKey.lead)
        #expect(try rotated.tokenKey(.provider, at: clock.now).publicKey == second)
        #expect(rotated.publishedKeys(.provider, at: clock.now).keys.count == 2)
        clock.advance(by: TokenKey.keptFor)
        #expect(rotated.publishedKeys(.provider, at: clock.now).keys.map(\.key) == [second])
        #expect(try rotated.rotatingTokenKeys(world: world).tokenKeys.count { $0.use == .provider } == 2)
    }

    @Test func eachUseHasItsOwnKey() throws {
        let keys = try TokenUse.allCases.map { try ring.tokenKey($0, at: clock.now).publicKey }

        #expect(Set(keys).count == TokenUse.allCases.count)
    }

    @Test func theRingKeepsThemInItsFile() throws {
        let bytes = try KeyRingFile.bytes(of: ring)
        let read = try KeyRingFile.ring(from: bytes)

        for use in TokenUse.allCases {
            #expect(
                try read.tokenKey(use, at: clock.now).publicKey
                    == ring.tokenKey(use, at: clock.now).publicKey)
        }
    }

    @Test func aRingOfBeforeThereWereAnyGainsThemByRotation() throws {
        var file = try #require(
            JSONSerialization.jsonObject(with: Data(KeyRingFile.bytes(of: ring))) as? [String: Any])
        file["tokenKeys"] = nil
        let old = try KeyRingFile.ring(from: [UInt8](JSONSerialization.data(withJSONObject: file)))

        #expect(throws: VaultError.self) { try old.tokenKey(.provider, at: clock.now) }
        let rotated = try old.rotatingTokenKeys(world: world)
        _ = try rotated.tokenKey(.portal, at: clock.now)
    }
}
