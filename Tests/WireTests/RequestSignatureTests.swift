import Base
import Foundation
import Support
import Testing
import Vault

@testable import Wire

/// The signature of what a terminal sends: every part that matters is under it.
@Suite struct RequestSignatures {
    struct Signed: Sendable {
        var method = "POST"
        var target = "/cases/35020026030200001/print-tickets?copy=1"
        var body = Array("case=1".utf8)
        var session: String? = "sessionsessionsessionsess1"
        var idempotencyKey: String? = "presspresspresspresspress1"

        var covered: RequestSignature.Covered {
            RequestSignature.Covered(
                method: method, target: target, body: body, session: session, idempotencyKey: idempotencyKey)
        }
    }

    private let clock = TestClock()

    private func headers(_ signed: Signed, _ key: SigningKey) throws -> [String: String] {
        let headers = try RequestSignature.headers(
            for: signed.covered, terminalID: "t-0001", key: key, world: .frozen(clock))
        return Dictionary(uniqueKeysWithValues: headers)
    }

    private func verdict(_ signed: Signed, _ headers: [String: String], _ key: SigningKey) -> RequestSignature
        .Refused?
    {
        do {
            try RequestSignature.verify(
                signed.covered, contentDigest: headers[WireHeader.contentDigest],
                signatureInput: headers[WireHeader.signatureInput], signature: headers[WireHeader.signature],
                key: key.publicKey, now: clock.now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: SigningKey.Algorithm.allCases)
    func whatWasSignedIsAccepted(_ algorithm: SigningKey.Algorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let signed = Signed()

        let headers = try headers(signed, key)

        #expect(verdict(signed, headers, key) == nil)
        #expect(RequestSignature.terminalID(signatureInput: headers[WireHeader.signatureInput]) == "t-0001")
    }

    @Test func aGetWithoutBodySessionAndKeyIsSignedToo() throws {
        let key = try SigningKey.generate(.ed25519)
        let signed = Signed(method: "GET", target: "/", body: [], session: nil, idempotencyKey: nil)

        #expect(verdict(signed, try headers(signed, key), key) == nil)
    }

    @Test(arguments: [
        Signed(method: "PUT"),
        Signed(target: "/cases/35020026030200002/print-tickets?copy=1"),
        Signed(target: "/cases/35020026030200001/print-tickets?copy=2"),
        Signed(target: "/cases/35020026030200001/print-tickets"),
        Signed(session: "sessionsessionsessionsess2"),
        Signed(session: nil),
        Signed(idempotencyKey: "presspresspresspresspress2"),
        Signed(idempotencyKey: nil),
    ])
    func anyChangedPartIsRefused(_ changed: Signed) throws {
        let key = try SigningKey.generate(.ed25519)

        #expect(verdict(changed, try headers(Signed(), key), key) == .signature)
    }

    @Test func aChangedBodyIsRefused() throws {
        let key = try SigningKey.generate(.ed25519)

        #expect(verdict(Signed(body: Array("case=2".utf8)), try headers(Signed(), key), key) == .digest)
    }

    @Test(arguments: ["created=", "nonce=", "keyid="])
    func aChangedParameterIsRefused(_ parameter: String) throws {
        let key = try SigningKey.generate(.ed25519)
        var headers = try headers(Signed(), key)
        let input = try #require(headers[WireHeader.signatureInput])
        let place = try #require(input.range(of: parameter))
        var changed = input
        let digit = input[place.upperBound] == "\"" ? input.index(after: place.upperBound) : place.upperBound
        let last = changed.index(digit, offsetBy: 9, limitedBy: changed.index(before: changed.endIndex))
        let spot = parameter == "created=" ? try #require(last) : digit
        changed.replaceSubrange(spot...spot, with: changed[spot] == "1" ? "2" : "1")
        headers[WireHeader.signatureInput] = changed

        #expect(verdict(Signed(), headers, key) == .signature)
    }

    @Test func everyFlippedBitOfTheSignatureIsRefused() throws {
        let key = try SigningKey.generate(.ed25519)
        var headers = try headers(Signed(), key)
        let text = try #require(headers[WireHeader.signature]).dropFirst(7).dropLast()
        let signature = [UInt8](try #require(Data(base64Encoded: String(text))))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            headers[WireHeader.signature] = "egret=:" + Data(changed).base64EncodedString() + ":"
            #expect(verdict(Signed(), headers, key) == .signature)
        }
    }

    @Test func anotherTerminalsKeyIsRefused() throws {
        let headers = try headers(Signed(), try SigningKey.generate(.ed25519))

        #expect(verdict(Signed(), headers, try SigningKey.generate(.ed25519)) == .signature)
    }

    @Test(arguments: [(-61, true), (-60, false), (0, false), (60, false), (61, true)])
    func aSignatureLivesAMinuteToEitherSide(_ seconds: Int, _ isRefused: Bool) throws {
        let key = try SigningKey.generate(.ed25519)
        let headers = try headers(Signed(), key)

        clock.advance(by: .seconds(seconds))

        #expect(verdict(Signed(), headers, key) == (isRefused ? .clock : nil))
    }

    @Test(arguments: [WireHeader.contentDigest, WireHeader.signatureInput, WireHeader.signature])
    func aMissingHeaderIsRefused(_ name: String) throws {
        let key = try SigningKey.generate(.ed25519)
        var headers = try headers(Signed(), key)

        headers[name] = nil

        #expect(verdict(Signed(), headers, key) == .missing)
    }

    /// A signer that leaves a part out has not signed it.
    @Test(arguments: [
        #"egret=("@method" "@path" "@query" "content-digest" "egret-session");created=1772413200;nonce="n";keyid="t-0001""#,
        #"egret=();created=1772413200;keyid="t-0001""#,
        #"other=("@method");created=1772413200"#,
        "egret=", "",
    ])
    func anotherCoverageIsRefused(_ input: String) throws {
        let key = try SigningKey.generate(.ed25519)
        var headers = try headers(Signed(), key)

        headers[WireHeader.signatureInput] = input

        #expect(verdict(Signed(), headers, key) == .malformed)
    }
}
