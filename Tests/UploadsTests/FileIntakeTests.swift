import Base
import Support
import Testing

@testable import Uploads

@Suite struct FileIntakeTests {
    @Test func aPDFIsKeptAsItCame() async throws {
        let scanner = FakeScanner()

        let received = try await FileIntake(scanner: scanner)([SampleFiles.pdf()], isPicture: false)[0]

        #expect(received.type == .pdf)
        #expect(received.bytes == SampleFiles.pdf())
        #expect(received.state == .clean)
        #expect(scanner.looked == [SampleFiles.pdf()])
    }

    /// Whatever its name or the browser says.
    @Test(
        arguments: [
            (Array("MZ\u{90}\u{0}".utf8), UploadRefused.otherType), (Array("<svg/>".utf8), .otherType),
            (Array("GIF89a".utf8), .otherType), (Array("<html>".utf8), .otherType), ([], .missing),
            (Array("%PDF-1.7 and no end".utf8), .damaged),
            (Array("%PDF-1.7\ntrailer<</Encrypt 5 0 R>>\n%%EOF".utf8), .locked),
            ([0xFF, 0xD8, 0xFF, 0xE1], .damaged),
        ] as [([UInt8], UploadRefused)])
    func onlyPDFsAndPicturesAreTaken(bytes: [UInt8], refusal: UploadRefused) async {
        await #expect(throws: refusal) { try await FileIntake(scanner: nil)([bytes], isPicture: false) }
    }

    @Test func aPhotographIsNoPDF() async throws {
        await #expect(throws: UploadRefused.noPicture) {
            try await FileIntake(scanner: nil)([SampleFiles.pdf()], isPicture: true)
        }
        await #expect(throws: UploadRefused.noPicture) {
            try await FileIntake(scanner: nil)([Array("MZ".utf8)], isPicture: true)
        }
        #expect(try await FileIntake(scanner: nil)([SampleFiles.png], isPicture: true)[0].type == .jpeg)
    }

    @Test func whatIsTooLargeIsRefusedBeforeItIsLookedAt() async {
        let scanner = FakeScanner()
        var limits = FileIntake.Limits()
        limits.fileBytes = 2 << 20
        await #expect(throws: UploadRefused.tooLarge(max: 2)) {
            try await FileIntake(scanner: scanner, limits: limits)(
                [[UInt8](repeating: 0xFF, count: 2 << 20 + 1)], isPicture: false)
        }
        #expect(scanner.looked.isEmpty)
    }

    @Test func whatAScannerKnowsIsNotTaken() async {
        let scanner = FakeScanner()
        scanner.says(.infected("Eicar-Test-Signature"))

        await #expect(throws: UploadRefused.infected) {
            try await FileIntake(scanner: scanner)([SampleFiles.pdf()], isPicture: false)[0]
        }
    }

    @Test(arguments: [true, false])
    func withoutAnAnswerFromAScannerAFileGoesIntoQuarantine(isThere: Bool) async throws {
        let scanner = FakeScanner()
        scanner.fails()

        let received = try await FileIntake(scanner: isThere ? scanner : nil)(
            [SampleFiles.pdf()], isPicture: false)

        #expect(received.map(\.state) == [.waiting])
    }

    /// Ten files would wait ten times for one that hangs.
    @Test func aSilentScannerIsNotWaitedForAgainInOneSending() async throws {
        let scanner = FakeScanner()
        scanner.fails()

        let received = try await FileIntake(scanner: scanner)(
            [SampleFiles.pdf("a"), SampleFiles.png, SampleFiles.pdf("b")], isPicture: false)

        #expect(received.map(\.state) == [.waiting, .waiting, .waiting])
        #expect(scanner.looked == [SampleFiles.pdf("a")])
    }

    @Test func eachPersonSendsOneBodyAtATime() {
        let (one, two) = (Token(.frozen(seed: 1)), Token(.frozen(seed: 2)))
        let gate = UploadGate(placesMax: 2)

        let first = gate.enter(one)
        #expect(first != nil)
        #expect(gate.enter(one) == nil)
        let second = gate.enter(two)
        #expect(second != nil)
        #expect(gate.enter(Token(.frozen(seed: 3))) == nil)
        first?.leave()
        #expect(gate.enter(one) != nil)
    }
}
