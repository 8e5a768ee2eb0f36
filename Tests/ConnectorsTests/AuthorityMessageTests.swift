import AsyncHTTPClient
import Base
@testable import Connectors
import Foundation
import Identity
import NIOCore
import Synchronization
import Testing
import Support
import Sandbox

/// Signatures, serial numbers and times of the authority's messages, attacked from both sides.
@Suite(.serialized) struct AuthorityMessageTests {
    @Test func usedSerialIsRefused() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let claim = IdentityClaim(name: citizen.name, number: citizen.number, face: nil)

        try await house.open { doors in
            let applied = try await Self.post(
                CTIDPackage.application(doors.account, .nameAndNumber, at: house.clock.now), "/applications",
                doors)
            let signed = try #require(SignedPackage(applied.body))
            let serial = try #require(
                try JSONDecoder().decode(CTIDReply.self, from: Data(signed.package)).businessSerialNumber)
            let request = try CTIDPackage.request(
                doors.account, .nameAndNumber, serial: serial, claim: claim, at: house.clock.now)

            #expect(try await Self.post(request, "/requests", doors).status == 200)
            let replay = try await Self.post(request, "/requests", doors)
            #expect(replay.status == 400)
            #expect(String(decoding: replay.body, as: UTF8.self).contains("serial-used"))
        }
    }

    @Test func serialDiesAfterFiveMinutesAndIsBoundToItsMode() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let claim = IdentityClaim(name: citizen.name, number: citizen.number, face: [1])

        try await house.open { doors in
            let applied = try await Self.post(
                CTIDPackage.application(doors.account, .nameAndNumber, at: house.clock.now), "/applications",
                doors)
            let signed = try #require(SignedPackage(applied.body))
            let serial = try #require(
                try JSONDecoder().decode(CTIDReply.self, from: Data(signed.package)).businessSerialNumber)
            let otherMode = try CTIDPackage.request(
                doors.account, .nameNumberAndFace, serial: serial, claim: claim, at: house.clock.now)
            let mode = try await Self.post(otherMode, "/requests", doors)
            #expect(String(decoding: mode.body, as: UTF8.self).contains("mode"))

            house.clock.advance(by: .seconds(301))
            let late = try CTIDPackage.request(
                doors.account, .nameAndNumber, serial: serial,
                claim: IdentityClaim(name: citizen.name, number: citizen.number, face: nil),
                at: house.clock.now)
            let expired = try await Self.post(late, "/requests", doors)
            #expect(String(decoding: expired.body, as: UTF8.self).contains("serial-unknown"))
        }
    }

    @Test func everyChangedByteOfAQuestionIsRefused() async throws {
        let house = try SandboxHouse()

        try await house.open { doors in
            let package = CTIDPackage.application(doors.account, .nameAndNumber, at: house.clock.now)
            let message = try package.signed(by: doors.account, at: house.clock.now)
            for place in stride(from: 5, to: message.count, by: 97) {
                var changed = message
                changed[place] ^= 0x01
                let answer = try await Self.send(changed, "/applications", doors)
                #expect([400, 401].contains(answer.status), "byte \(place)")
            }
        }
    }

    @Test(arguments: [0.1, 0.5, 0.9], ["/ctid/applications", "/ctid/requests"])
    func changedByteOfAnAnswerIsUntrustworthy(part: Double, path: String) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let claim = IdentityClaim(name: citizen.name, number: citizen.number, face: nil)

        try await house.open(altered: { asked, answer in
            guard asked == path else { return answer }
            var changed = answer
            changed[Int(Double(answer.count) * part)] ^= 0x01
            return changed
        }) { doors in
            let error = await #expect(throws: PortError.self) {
                try await doors.authority.verdict(on: claim, key: Token(house.world))
            }
            #expect(error?.kind.hasPrefix("untrustworthy") == true)
        }
    }

    @Test func recordedAnswersDoNotSpeakForAnotherPerson() async throws {
        let house = try SandboxHouse()
        let known = try house.citizen("chen-jing")
        let stranger = try house.citizen("trouble-unknown")
        let tape = Tape()

        try await house.open(altered: { path, answer in tape.answer(path, answer) }) { doors in
            let first = try await doors.authority.verdict(
                on: IdentityClaim(name: known.name, number: known.number, face: nil), key: Token(house.world))
            #expect(first.kind == "match")
            let error = await #expect(throws: PortError.self) {
                try await doors.authority.verdict(
                    on: IdentityClaim(name: stranger.name, number: stranger.number, face: nil),
                    key: Token(house.world))
            }
            #expect(error?.kind == "untrustworthy serial number of an earlier question")
            house.clock.advance(by: .seconds(121))
            let late = await #expect(throws: PortError.self) {
                try await doors.authority.verdict(
                    on: IdentityClaim(name: stranger.name, number: stranger.number, face: nil),
                    key: Token(house.world))
            }
            #expect(late?.kind == "untrustworthy answer of another time")
        }
    }

    @Test func timesAreWrittenInChinaAndReadBack() throws {
        let instant = Instant(milliseconds: 1_772_413_200_123)
        #expect(CTIDTime.text(instant) == "20260302090000123")
        #expect(CTIDTime.instant("20260302090000123") == instant)
        for broken in ["", "2026030209000012", "20260230090000123", "20260302250000123", "2026030209000012x"]
        {
            #expect(CTIDTime.instant(broken) == nil)
        }
    }

    @Test(arguments: [
        ("00XX", "match", "match"), ("0000", "match", "match"), ("05XX", "match", "faceMismatch"),
        ("0XXX", "match", "faceMismatch"), ("5XXX", "identityMismatch", "identityMismatch"),
        ("X000", "identityMismatch", "identityMismatch"), ("7000", "identityMismatch", "identityMismatch"),
    ])
    func onlyZeroInEveryRequestedPlaceIsAMatch(result: String, plain: String, face: String) throws {
        let read = try #require(CTIDResult(result))
        #expect(read.verdict(mode: .nameAndNumber, serial: "1").kind == plain)
        #expect(read.verdict(mode: .nameNumberAndFace, serial: "1").kind == face)
    }

    @Test(arguments: ["", "0", "000", "00000", "00 0", "00é", "0０00"])
    func resultOfAnotherFormIsNone(result: String) {
        #expect(CTIDResult(result) == nil)
    }

    /// The signature is made over bytes that another reader of JSON would take apart otherwise, or not at all.
    @Test(arguments: [
        "\"{\"", "[]", "1", "null", "{]", "{[}]}", "{{}}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":01}",
        "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":[1,]}", "{\"a\":True}", "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}", "{'a':1}", "{\"a\":1 2}",
        "{\"a\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}",
    ])
    func whatIsNoObjectOfJSONIsNoPackage(package: String) {
        let text = "{\"bizPackage\":" + package + ",\"sign\":\"AA==\"}"

        #expect(SignedPackage(Array(text.utf8)) == nil)
    }

    @Test func bytesThatAreNoTextAreNoPackage() {
        let text = Array("{\"bizPackage\":{\"a\":\"".utf8) + [0xFF] + Array("\"},\"sign\":\"AA==\"}".utf8)

        #expect(SignedPackage(text) == nil)
    }

    @Test(arguments: [
        "{}", "{ }", "{\"a\": [ 1 , -0.5e+7, true,false ,null, [], {} ], \"b\":\"\\u00e9\\/}\"}",
        "{\"a\":{\"sign\":\"\"}}",
        "{\"名\":\"陈静\\\"{[\"}",
    ])
    func whateverAnObjectHoldsIsCutOutAsItStands(package: String) throws {
        let text = " {\"sign\" : \"AA==\" ,\t\"bizPackage\":\n" + package + "\r} "

        let signed = try #require(SignedPackage(Array(text.utf8)))
        #expect(signed.package == Array(package.utf8))
        #expect(signed.signature == [0])
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"bizPackage\":{},\"sign\":\"!\"}", "{\"bizPackage\":{},\"bizPackage\":{}}",
        "{\"bizPackage\":{},\"sign\":\"\",\"more\":\"\"}", "{\"bizPackage\":{\"a\":\"}\"}",
        "{\"bizPackage\":{\"a\":\"\\", "{\"bizPackage\":{},\"sign\":\"AA==\"} x",
    ])
    func brokenMessagesAreNoPackages(text: String) {
        #expect(SignedPackage(Array(text.utf8)) == nil)
    }

    private static func post(
        _ package: CTIDPackage, _ path: String, _ doors: SandboxHouse.Doors
    ) async throws -> ForeignAnswer {
        try await send(try package.signed(by: doors.account, at: doors.house.clock.now), path, doors)
    }

    private static func send(
        _ body: [UInt8], _ path: String, _ doors: SandboxHouse.Doors
    ) async throws -> ForeignAnswer {
        var limits = ForeignCall.Limits()
        limits.faultsMax = .max
        let call = ForeignCall(
            system: "raw", client: doors.client, world: doors.house.world, limits: limits)
        return try await call.post(doors.account.base + path, headers: [], body: body, repeatable: false)
    }
}

/// Remembers the first answer of each path and plays it for ever.
private final class Tape: Sendable {
    private let first = Mutex<[String: [UInt8]]>([:])

    func answer(_ path: String, _ answer: [UInt8]) -> [UInt8] {
        first.withLock { first in
            if let earlier = first[path] { return earlier }
            first[path] = answer
            return answer
        }
    }
}
