import Base
import Foundation
import Storage
import Support
import Testing
import Vault
import Wire

@testable import Passkeys

/// A verifier that others wrote: what it refuses, ours refuses; what it takes, ours takes.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil)) struct ForeignVerifierTests {
    private struct Answer: Encodable {
        let id: String
        let challenge: String
        let party: String
        let origin = PasskeyHouse.origin
        let clientData: String
        let authenticatorData: String
        var signature: String?
    }

    private struct Options: Decodable {
        let challenge: String
        let party: [String: String]
    }

    /// Those of the quirks that py_webauthn knows; it looks neither at frames nor at handles.
    private static let quirks: [(PasskeyDevice.Quirk, PasskeyRefused?)] = [
        (.otherType, .ceremony), (.otherOrigin, .origin), (.otherParty, .party), (.untouched, .presence),
        (.unverified, .verification), (.none, nil),
    ]

    @Test(
        "ASVS 6.3.3: a foreign verifier refuses what ours refuses, and takes what ours takes",
        arguments: [SigningKey.Algorithm.p256, .ed25519])
    func theForeignVerdictIsOurs(_ algorithm: SigningKey.Algorithm) async throws {
        let house = try await PasskeyHouse(.sqlite)
        let staff = house.staff
        var device = try PasskeyDevice(algorithm, origin: PasskeyHouse.origin)
        var sent: [(Answer, ours: Bool)] = []
        for (quirk, refused) in Self.quirks {
            device.quirk = quirk
            let offer = try await staff.offerCreation(holder: "holder-1", person: PasskeyHouse.person)
            let made = try device.create(offer)
            sent.append((try answer(device, offer, made.clientData, made.authenticatorData), refused == nil))
            if let refused {
                await #expect(throws: refused) { try await staff.made(made, holder: "holder-1") }
                continue
            }
            let new = try await staff.made(made, holder: "holder-1")
            try await house.engine.write { db in _ = try staff.keep(new, in: db) }
        }
        for (quirk, refused) in Self.quirks + [(.brokenSignature, .signature), (.none, nil)] {
            device.quirk = quirk
            sent.append(try await show(&device, to: staff, refused))
        }
        device.counter -= 1
        sent.append(try await show(&device, to: staff, .cloned))

        let verdicts = try judged(sent.map(\.0))
        #expect(verdicts.map { $0 == "taken" } == sent.map(\.ours), "\(verdicts)")
    }

    private func show(
        _ device: inout PasskeyDevice, to staff: Passkeys, _ refused: PasskeyRefused?
    ) async throws -> (Answer, ours: Bool) {
        let offer = try await staff.offerProof(holder: nil)
        let shown = try device.get(offer)
        var answer = try answer(device, offer, shown.clientData, shown.authenticatorData)
        answer.signature = Base64URL.encode(shown.signature)
        if let refused {
            await #expect(throws: refused) { try await staff.proved(shown, holder: nil) }
        } else {
            #expect(try await staff.proved(shown, holder: nil).holder == "holder-1")
        }
        return (answer, refused == nil)
    }

    private func answer(
        _ device: PasskeyDevice, _ offer: PasskeyOffer, _ clientData: [UInt8], _ data: [UInt8]
    ) throws -> Answer {
        let options = try JSONDecoder().decode(Options.self, from: Data(offer.options.utf8))
        return Answer(
            id: Base64URL.encode(device.credentialID), challenge: options.challenge,
            party: options.party["id"] ?? "", clientData: Base64URL.encode(clientData),
            authenticatorData: Base64URL.encode(data))
    }

    /// What the other side says of each.
    private func judged(_ answers: [Answer]) throws -> [String] {
        let environment = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let process = Process()
        let (questions, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: environment).appending(path: "bin/python3")
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Foreign/passkeys/verify.py").path
        ]
        process.standardInput = questions
        process.standardOutput = output
        try process.run()
        for answer in answers {
            try questions.fileHandleForWriting.write(
                contentsOf: [UInt8](try JSONEncoder().encode(answer)) + [10])
        }
        try questions.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
