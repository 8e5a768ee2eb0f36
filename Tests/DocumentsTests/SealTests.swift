import Base
import Foundation
import Support
import Testing
import Vault

@testable import Documents

@Suite("Seals under attack, and in the eyes of others")
struct SealTests {
    private let ring: KeyRing
    private let certificate: Certificate

    init() throws {
        ring = try KeyRing.create(suite: .international, world: .frozen())
        certificate = try ring.certificate(for: .documentSeal)
    }

    private func check(_ bytes: [UInt8]) -> SealedFile.Finding {
        SealedFile(bytes).check(trusted: [certificate], at: TestClock.start)
    }

    @Test func everyChangedByteBreaksTheSeal() async throws {
        let pdf = try await Sample.factory(ring).make(Sample.identity()).pdf
        #expect(check(pdf) == .whole)

        let seal = try place(of: "/Contents <", in: pdf)
        for place in stride(from: 0, to: pdf.count, by: pdf.count / 150) where !seal.contains(place) {
            var changed = pdf
            changed[place] ^= 0x01
            #expect(check(changed) != .whole, "byte \(place) of \(pdf.count)")
        }
        let unnoticed = seal.count { place in
            var changed = pdf
            changed[place] ^= 0x01
            return check(changed) == .whole
        }
        // The digits of the two version numbers, which nothing signs and nobody reads.
        #expect(unnoticed <= 4)
    }

    /// The digits of the signature, and some of the room behind it.
    private func place(of mark: String, in pdf: [UInt8]) throws -> Range<Int> {
        let start = try #require(pdf.firstRange(of: Array(mark.utf8))).upperBound
        return start..<start + 2_100
    }

    @Test func whatIsAppendedOrCutOffIsNoticed() async throws {
        let pdf = try await Sample.factory(ring).make(Sample.identity()).pdf

        #expect(check(pdf + [0x0A]) == .broken)
        #expect(check(pdf + Array("\n1 0 obj\n<< >>\nendobj\n%%EOF\n".utf8)) == .broken)
        #expect(check(Array(pdf.dropLast(1))) == .broken)
        #expect(check(pdf + pdf) == .broken)
        #expect(check(Array("hello".utf8)) == .notPDF)
        #expect(check([]) == .notPDF)
    }

    @Test func aSealOfAnotherHouseIsForeign() async throws {
        let other = try KeyRing.create(suite: .international, world: .frozen(seed: 9))
        let pdf = try await Sample.factory(other).make(Sample.identity()).pdf

        #expect(check(pdf) == .foreign)
    }

    @Test func aByteRangeThatLeavesSomethingOutIsBroken() async throws {
        var pdf = try await Sample.factory(ring).make(Sample.identity()).pdf
        let mark = try #require(pdf.lastRange(of: "/ByteRange [0 "))
        pdf.replaceSubrange(mark, with: Array("/ByteRange [9 ".utf8))

        #expect(check(pdf) == .broken)
    }

    @Test func theNationalSuiteSealsWithItsOwnAlgorithms() async throws {
        let national = try KeyRing.create(suite: .national, world: .frozen())
        let pdf = try await Sample.factory(national).make(Sample.identity()).pdf
        let trusted = [try national.certificate(for: .documentSeal)]

        #expect(SealedFile(pdf).check(trusted: trusted, at: TestClock.start) == .whole)
        var changed = pdf
        changed[1_000] ^= 1
        #expect(SealedFile(changed).check(trusted: trusted, at: TestClock.start) == .broken)
    }

    @Test(.enabled(if: Tool.has("pdfsig")))
    func aForeignReaderNoticesAChangedByte() async throws {
        var pdf = try await Sample.factory(ring).make(Sample.identity()).pdf
        pdf[900] ^= 1

        try await Tool.folder { folder in
            let file = try Tool.write(pdf, to: folder.appending(path: "paper.pdf"))
            #expect(!(try Tool.run("pdfsig", [file]).output.contains("Signature is Valid")))
        }
    }

    @Test(.enabled(if: Tool.python != nil || Tool.isRequired))
    func pyHankoFindsTheSealWholeAndTheCodeChecksWithoutUs() async throws {
        let python = try #require(Tool.python, "EGRET_REQUIRE_FOREIGN=1 needs EGRET_VENV")
        let paper = try await Sample.factory(ring).make(Sample.identity())
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Foreign/documents/verify.py").path

        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "paper.pdf"))
            let pem = try Tool.write(Array(certificate.pem.utf8), to: folder.appending(path: "seal.pem"))
            let keyPEM = try ring.signingKey(.documentCode).publicKey.pem
            let key = try Tool.write(Array(keyPEM.utf8), to: folder.appending(path: "key.pem"))

            let seal = try Tool.run(python, [script, "seal", file, pem])
            let code = try Tool.run(python, [script, "code", paper.codeText, key])
            var letters = Array(paper.codeText)
            letters[40] = letters[40] == "0" ? "1" : "0"
            let forged = try Tool.run(python, [script, "code", String(letters), key])

            #expect(seal.status == 0, "\(seal.output)")
            #expect(code.status == 0, "\(code.output)")
            #expect(forged.status == 1)
        }
    }
}
