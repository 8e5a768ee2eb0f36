import Base
@testable import Connectors
import Foundation
import Identity
import Support
import Testing
import Vault
import Sandbox

/// Our envelopes and signatures, checked by the openssl command.
@Suite struct ForeignVerifierTests {
    @Test func opensslOpensOurEnvelope() throws {
        let house = try SandboxHouse()
        let signer = house.keys.authority
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let content = Array("林𠮷 and bytes \u{0} \r\n of every kind".utf8)

        let envelope = try CMS.envelope(content, to: signer.certificate)
        try Data(envelope).write(to: folder.appending(path: "envelope.der"))
        try Data(signer.key.pem.utf8).write(to: folder.appending(path: "key.pem"))
        try Data(signer.certificate.pem.utf8).write(to: folder.appending(path: "certificate.pem"))
        let status = try Self.openssl(
            [
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "envelope.der", "-inkey", "key.pem",
                "-recip", "certificate.pem", "-out", "plain",
            ], in: folder)

        #expect(status == 0)
        #expect(try [UInt8](Data(contentsOf: folder.appending(path: "plain"))) == content)
        #expect(try CMS.open(envelope, key: signer.key, certificate: signer.certificate) == content)
    }

    @Test func opensslVerifiesOurPackages() throws {
        let house = try SandboxHouse()
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let account = CTIDAuthority.Account(
            base: "http://127.0.0.1", customerNumber: "N", applicationName: "egret", key: house.key,
            certificate: house.certificate, authority: house.keys.authority.certificate)
        let message = try CTIDPackage.application(account, .nameAndNumber, at: house.clock.now)
            .signed(by: account, at: house.clock.now)
        let signed = try #require(SignedPackage(message))

        try Data(signed.package).write(to: folder.appending(path: "package.json"))
        try Data(signed.signature).write(to: folder.appending(path: "sign.der"))
        try Data(house.certificate.pem.utf8).write(to: folder.appending(path: "certificate.pem"))
        let arguments = [
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "sign.der", "-content", "package.json",
            "-CAfile", "certificate.pem", "-purpose", "any", "-no_check_time", "-out", "verified",
        ]

        #expect(try Self.openssl(arguments, in: folder) == 0)
        #expect(try [UInt8](Data(contentsOf: folder.appending(path: "verified"))) == signed.package)
        try Data(signed.package.dropLast() + [0x20]).write(to: folder.appending(path: "package.json"))
        #expect(try Self.openssl(arguments, in: folder) != 0)
    }

    @Test func envelopeOpensForItsHolderOnly() throws {
        let house = try SandboxHouse()
        let envelope = try CMS.envelope([1, 2, 3], to: house.keys.authority.certificate)

        #expect(throws: VaultError.self) {
            try CMS.open(envelope, key: house.key, certificate: house.certificate)
        }
        #expect(throws: VaultError.self) {
            try CMS.open(
                Array(envelope.dropLast(20)), key: house.keys.authority.key,
                certificate: house.keys.authority.certificate)
        }
        #expect(throws: VaultError.self) {
            try CMS.open([], key: house.key, certificate: house.certificate)
        }
    }

    @Test func personalDataOfARequestIsInTheEnvelopeOnly() throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let account = CTIDAuthority.Account(
            base: "http://127.0.0.1", customerNumber: "N", applicationName: "egret", key: house.key,
            certificate: house.certificate, authority: house.keys.authority.certificate)
        let package = try CTIDPackage.request(
            account, .nameAndNumber, serial: "S1",
            claim: IdentityClaim(name: citizen.name, number: citizen.number, face: nil),
            at: house.clock.now)
        let text = String(decoding: package.bytes, as: UTF8.self)

        #expect(!text.contains(citizen.name))
        #expect(!text.contains(citizen.number.text))
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "egret-openssl-" + ProcessInfo.processInfo.globallyUniqueString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func openssl(_ arguments: [String], in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
