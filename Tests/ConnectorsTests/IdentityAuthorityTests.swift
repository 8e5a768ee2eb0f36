import Base
import Connectors
import Identity
import Sandbox
import Testing
import Vault
import Exchange

/// What the identity authority answers through its two-request protocol, over HTTP.
@Suite(.serialized) struct IdentityAuthorityTests {
    @Test func nameAndNumberThatBelongTogetherMatch() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")

        try await house.open { doors in
            let verdict = try await doors.authority.verdict(
                on: IdentityClaim(name: citizen.name, number: citizen.number, face: nil),
                key: Token(house.world))
            guard case .match(let serial) = verdict else {
                Issue.record("no match: \(verdict)")
                return
            }
            #expect(!serial.isEmpty)
        }
    }

    @Test func houseOfTheNationalSuiteIsAnsweredToo() async throws {
        let house = try SandboxHouse(.sm2)
        let citizen = try house.citizen("chen-jing")

        try await house.open { doors in
            let verdict = try await doors.authority.verdict(
                on: IdentityClaim(name: citizen.name, number: citizen.number, face: nil),
                key: Token(house.world))
            #expect(verdict.kind == "match")
            let record = try await doors.registers.record(for: .about(citizen, ["name"]))
            #expect(record == .found(subject: citizen.number, values: ["name": .text(citizen.name)]))
        }
    }

    @Test(arguments: ["lin-ji", "chen-di", "abdu-rahman"])
    func rareNamesAndOwnFacesMatch(id: String) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen(id)

        try await house.open { doors in
            let verdict = try await doors.authority.verdict(
                on: IdentityClaim(
                    name: citizen.name, number: citizen.number, face: citizen.face.jpeg(shot: 3)),
                key: Token(house.world))
            #expect(verdict.kind == "match")
        }
    }

    @Test func anothersFaceIsAFaceMismatch() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let other = try house.citizen("huang-min").face.jpeg(shot: 1)

        try await house.open { doors in
            for face in [other, Array("no picture at all".utf8)] {
                let verdict = try await doors.authority.verdict(
                    on: IdentityClaim(name: citizen.name, number: citizen.number, face: face),
                    key: Token(house.world))
                #expect(verdict.kind == "faceMismatch")
            }
        }
    }

    @Test func anothersNumberIsAnIdentityMismatch() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let other = try house.citizen("lin-wei")

        try await house.open { doors in
            let verdict = try await doors.authority.verdict(
                on: IdentityClaim(name: citizen.name, number: other.number, face: nil),
                key: Token(house.world))
            #expect(verdict.kind == "identityMismatch")
        }
    }

    @Test(arguments: [
        ("trouble-mismatch", false, "identityMismatch"), ("trouble-mismatch", true, "identityMismatch"),
        ("trouble-face", true, "faceMismatch"), ("trouble-unknown", true, "identityMismatch"),
        ("trouble-partial", true, "faceMismatch"), ("trouble-partial", false, "identityMismatch"),
        ("trouble-500", false, "failed 500"), ("trouble-half", false, "unreachable"),
        ("trouble-serial", false, "untrustworthy answer to another question"),
        ("trouble-signature", false, "untrustworthy signature"),
        ("trouble-malformed", true, "untrustworthy malformed result"),
    ])
    func everyMisbehaviourIsCaught(id: String, withFace: Bool, outcome: String) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen(id)

        try await house.open { doors in
            let face = withFace ? citizen.face.jpeg(shot: 2) : nil
            let claim = IdentityClaim(name: citizen.name, number: citizen.number, face: face)
            let found: String
            do throws(PortError) {
                found = try await doors.authority.verdict(on: claim, key: Token(house.world)).kind
            } catch {
                found = error.kind
            }
            #expect(found == outcome)
        }
    }

    @Test func sameKeyIsOneBusiness() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        let claim = IdentityClaim(name: citizen.name, number: citizen.number, face: nil)

        try await house.open { doors in
            let key = Token(house.world)
            let first = try await doors.authority.verdict(on: claim, key: key)
            let again = try await doors.authority.verdict(on: claim, key: key)
            let other = try await doors.authority.verdict(on: claim, key: Token(house.world))

            #expect(first == again)
            #expect(first != other)
        }
    }

    @Test func stallEndsAtTheDeadlineAndSlowsNobodyElse() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("trouble-stall")
        let other = try house.citizen("chen-jing")

        try await house.open(deadline: .seconds(8)) { doors in
            let clock = ContinuousClock()
            async let stalled = clock.measure {
                await #expect(throws: PortError.timedOut(system: "ctid")) {
                    try await doors.authority.verdict(
                        on: IdentityClaim(name: citizen.name, number: citizen.number, face: nil),
                        key: Token(house.world))
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            let record = try await doors.registers.record(for: .about(other, ["name"]))
            #expect(record == .found(subject: other.number, values: ["name": .text(other.name)]))
            #expect(await stalled < .seconds(20))
        }
    }
}

extension IdentityVerdict {
    var kind: String {
        switch self {
        case .match: "match"
        case .identityMismatch: "identityMismatch"
        case .faceMismatch: "faceMismatch"
        }
    }
}

extension PortError {
    var kind: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timedOut"
        case .resting: "resting"
        case .untrustworthy(_, let reason): "untrustworthy " + reason
        case .failed(_, let code): "failed " + code
        }
    }
}
