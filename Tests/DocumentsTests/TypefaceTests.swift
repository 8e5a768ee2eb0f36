import Base
import Documents
import Foundation
import Support
import Testing
import Vault

@Suite("Typefaces of papers")
struct TypefaceTests {
    private static let areThere = Tool.isRequired || Tool.typefaces != nil
    private let ring: KeyRing

    init() throws { ring = try KeyRing.create(suite: .international, world: .frozen()) }

    private func made() throws -> DocumentFactory {
        let faces: Typefaces = try #require(Tool.typefaces, "run scripts/fonts")
        return try Sample.factory(ring, faces)
    }

    @Test(.enabled(if: areThere)) func aPaperWithEgretsOwnTypefacesWeighs120KilobytesAtMost() async throws {
        let factory = try made()
        for order in try [Sample.identity(), Sample.insurance(), Sample.fund()] {
            let paper = try await factory.make(order)

            #expect(paper.pdf.count <= 120 * 1_024, "\(order.serviceName)")
        }
    }

    @Test(.enabled(if: areThere && Tool.has("pdffonts"))) func commonTextNeedsNoOtherTypeface() async throws {
        let fonts = try await fonts(on: made().make(Sample.insurance()))

        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains("+Egret"), "\(font)") }
    }

    @Test(.enabled(if: areThere && Tool.has("pdffonts", "pdftotext")))
    func aRareCharacterIsDrawnFromNotoBehind() async throws {
        let rare = "𠅤㛃𠮷𬱖龘"
        let paper = try await made().make(Sample.identity(Sample.holder("陈" + rare, Sample.chen.number.text)))
        let text = try await read("pdftotext", paper, "-")

        #expect(text.filter { $0 != " " }.contains("陈" + rare), "\(text)")
        let fonts = try await fonts(on: paper)
        #expect(fonts.contains { $0.contains("+EgretSerif") }, "\(fonts)")
        #expect(fonts.contains { $0.contains("+NotoSerifCJK") }, "\(fonts)")
    }

    @Test(.enabled(if: areThere)) func aCharacterThatNoTypefaceHasIsRefusedWithThemToo() async throws {
        let order = try Sample.identity { $0.values["address"] = "厦门𒀀路" }
        let factory = try made()

        await #expect(throws: DocumentRefused.missingGlyph(field: "住址")) { try await factory.make(order) }
    }

    @Test(.enabled(if: areThere && Tool.has("pdftotext")))
    func withoutThemThePaperSaysTheSame() async throws {
        let order = try Sample.insurance()
        let noto = try await Sample.factory(ring, .noto).make(order)
        let own = try await made().make(order)

        #expect(noto.drawn == own.drawn)
        #expect(noto.pages == own.pages)
        let (left, right) = (try await read("pdftotext", noto, "-"), try await read("pdftotext", own, "-"))
        // Noto joins the letters of "fi"; and how wide a gap must be to be a space is the reader's opinion.
        let plain = { (text: String) in
            text.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        }
        #expect(plain(left) == plain(right))
    }

    @Test func aFolderThatLacksAFaceIsNoneOfOurs() async throws {
        try await Tool.folder { folder in
            _ = try Tool.write([0], to: folder.appending(path: "EgretSerif-Regular.otf"))

            #expect(Typefaces(folder: folder) == nil)
        }
    }

    @Test func aFaceThatIsNoFontIsAFaultAndNotAnotherLook() async throws {
        try await Tool.folder { folder in
            for name in ["Serif-Regular", "Serif-Bold", "Sans-Regular", "Sans-Bold"] {
                _ = try Tool.write(Array("no font".utf8), to: folder.appending(path: "Egret\(name).otf"))
            }
            let faces: Typefaces = try #require(Typefaces(folder: folder))
            let factory = try Sample.factory(ring, faces)

            await #expect(throws: (any Error).self) { try await factory.make(Sample.identity()) }
        }
    }

    private func fonts(on paper: SealedDocument) async throws -> [String] {
        try await read("pdffonts", paper).split(separator: "\n").dropFirst(2).map(String.init)
    }

    private func read(_ tool: String, _ paper: SealedDocument, _ more: String...) async throws -> String {
        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "paper.pdf"))
            return try Tool.run(tool, [file] + more).output
        }
    }
}
