import Base
import Support
import Testing
import Vault

@testable import Audit

@Suite struct NoteTests {
    private let key: SigningKey
    private let verifier: VerifierKey
    private let checkpoint: Checkpoint

    init() throws {
        key = try SigningKey.generate(.ed25519)
        verifier = VerifierKey(name: "egret.example/test", key: key.publicKey)
        checkpoint = try Checkpoint(
            origin: "egret.example/test", size: 17, root: MerkleHash.leaf([1]), signedBy: key)
    }

    @Test func aPublishedVerifierKeyIsReadAndWrittenBack() throws {
        // The key of Go's checksum database, https://sum.golang.org.
        let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

        let key = try #require(VerifierKey(text))

        #expect(key.name == "sum.golang.org")
        #expect(key.description == text)
        #expect(VerifierKey(text.replacing("033de0ae", with: "033de0af")) == nil)
    }

    @Test func aPublishedNoteIsBelieved() throws {
        // The example of the documentation of Go's note package.
        let key = try #require(
            VerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
        let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """

        let note = try #require(SignedNote(text))

        #expect(note.isSigned(by: [key]))
        #expect(note.wire == text)
        #expect(SignedNote(text.replacing("answer", with: "Answer"))?.isSigned(by: [key]) == false)
    }

    @Test func aCheckpointIsReadBackAsItWasSigned() throws {
        let read = try #require(Checkpoint(checkpoint.wire))

        #expect(read == checkpoint)
        #expect(read.isSigned(by: [verifier]))
        #expect(!read.isSigned(by: []))
        #expect(checkpoint.wire.hasPrefix("egret.example/test\n17\n"))
    }

    @Test func noChangedBitOfACheckpointPasses() throws {
        let bytes = Array(checkpoint.wire.utf8)
        var passed: [Int] = []
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let text = String(validating: changed, as: UTF8.self), let read = Checkpoint(text) else {
                continue
            }
            if read.isSigned(by: [verifier]) { passed.append(bit) }
        }
        #expect(passed.isEmpty)
    }

    @Test(arguments: ["", "\n", "a\n1\nb\n", "egret\n01\nAAAA\n\n— a b\n", "\n\n— a AAAAAAAA\n"])
    func aTextOfAnotherFormIsNoCheckpoint(text: String) {
        #expect(Checkpoint(text) == nil)
    }

    @Test func aSignatureOfAnUnknownKeyIsIgnored() throws {
        let stranger = try SigningKey.generate(.ed25519)
        let foreign = try SignedNote(
            text: checkpoint.note.text, signingKey: stranger, name: "witness.example")
        let line = foreign.wire.split(separator: "\n").last.map(String.init) ?? ""

        let both = try #require(Checkpoint(checkpoint.wire + line + "\n"))

        #expect(both.isSigned(by: [verifier]))
        #expect(try #require(Checkpoint(foreign.wire)).isSigned(by: [verifier]) == false)
    }
}
