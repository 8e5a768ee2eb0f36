import ArgumentParser
import Audit
import Base
import Foundation
import Testing
import Vault

@testable import egret

/// The file with which whoever verifies a log sees that it was cut short.
@Suite struct KeptCheckpointTests {
    private func withFile(_ text: String?, _ work: (KeptCheckpoint) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-kept-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "last.txt").path
        try text?.write(toFile: path, atomically: true, encoding: .utf8)
        try work(KeptCheckpoint(path: path))
    }

    private func checkpoint() throws -> Checkpoint {
        try Checkpoint(
            origin: "egret.example/test", size: 3, root: Array(repeating: 7, count: 32),
            signedBy: .generate(.ed25519))
    }

    @Test func theFirstRunHasNoneAndTheNextReadsWhatWasWritten() throws {
        let checkpoint = try checkpoint()

        try withFile(nil) { kept in
            let first = try kept.read()
            try kept.write(checkpoint)
            let next = try kept.read()
            #expect(first == nil)
            #expect(next == checkpoint)
        }
    }

    @Test(arguments: ["", "egret.example/test\n3\n", "\u{0}"])
    func aDamagedFileIsNeverTakenForTheFirstRun(_ text: String) throws {
        try withFile(text) { kept in
            #expect(throws: CommandProblem.self) { try kept.read() }
            let left = try String(contentsOfFile: kept.path, encoding: .utf8)
            #expect(left == text, "it stays as it is")
        }
    }

    @Test func aFolderThatIsNotThereIsSaidBeforeTheLogIsRead() {
        #expect(
            throws: CommandProblem("--remember: there is no folder /nowhere to keep a checkpoint in.")
        ) { try KeptCheckpoint(path: "/nowhere/last.txt").read() }
    }

    @Test func nothingIsSaidOfALogThatCouldNotBeRead() async throws {
        struct Silence: Error {}
        let key = VerifierKey(
            name: "egret.example/test", key: try SigningKey.generate(.ed25519).publicKey)
        let verifier = AuditVerifier(origin: key.name, keys: [key])

        let silent = try #require(
            VerifyCommand.Log.verdict(await verifier.verify { _ in throw Silence() }))
        let wrong = try #require(
            VerifyCommand.Log.verdict(await verifier.verify { _ in Array("no checkpoint".utf8) }))

        #expect(silent.code == ExitCode(2))
        #expect(silent.sentence == "the log could not be read; nothing is said about it")
        #expect(wrong.code == ExitCode(1))
    }
}
