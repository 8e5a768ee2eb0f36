import Base
import Documents
import Foundation
import Support
import Testing
import Vault

@Suite("Papers as drawn and sealed")
struct PaperTests {
    private let factory: DocumentFactory

    init() throws {
        factory = try Sample.factory(KeyRing.create(suite: .international, world: .frozen()))
    }

    private static func order(_ name: String) throws -> DocumentOrder {
        switch name {
        case "insurance": try Sample.insurance()
        case "fund": try Sample.fund()
        default: try Sample.identity()
        }
    }

    @Test(
        .enabled(if: Tool.has("pdfsig", "qpdf", "pdftotext")), arguments: ["identity", "insurance", "fund"])
    func aPaperIsSealedWholeAndReadable(name: String) async throws {
        let order = try Self.order(name)
        let paper = try await factory.make(order)

        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "\(name).pdf"))
            if let keep = ProcessInfo.processInfo.environment["EGRET_PAPERS"] {
                _ = try Tool.write(paper.pdf, to: URL(fileURLWithPath: keep).appending(path: "\(name).pdf"))
            }
            let signature = try Tool.run("pdfsig", [file])
            let structure = try Tool.run("qpdf", ["--check", file])
            let text = try Tool.run("pdftotext", ["-layout", file, "-"])

            #expect(signature.output.contains("Signature is Valid"), "\(signature.output)")
            #expect(signature.output.contains("Total document signed"))
            #expect(signature.output.contains("ETSI.CAdES.detached"))
            #expect(structure.status == 0, "\(structure.output)")
            for wanted in [
                order.serviceName, "陈静", "350203199006159807", order.code.grouped, "测试专用章", "TEST",
            ] {
                #expect(text.output.contains(wanted), "\(wanted) in \(text.output)")
            }
        }
    }

    @Test(.enabled(if: Tool.has("pdftoppm", "zbarimg")), arguments: ["identity", "insurance", "fund"])
    func aScannerReadsTheCodeFromThePageAt150DotsAnInch(name: String) async throws {
        let paper = try await factory.make(Self.order(name))

        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "paper.pdf"))
            _ = try Tool.run(
                "pdftoppm", ["-r", "150", "-png", file, folder.appending(path: "page").path])
            for page in 1...paper.pages {
                let image = folder.appending(path: "page-\(page).png").path
                let read = try Tool.run("zbarimg", ["-q", "--raw", image])
                #expect(read.output.contains("\(Sample.verifyURL)#\(paper.codeText)"), "\(read.output)")
            }
        }
    }

    @Test(.enabled(if: Tool.has("pdftotext", "pdffonts")))
    func rareCharactersAreDrawnFromEmbeddedFontsAndReadBack() async throws {
        let rare = "囍𠮷𡈽𬱖㛃龘"
        let paper = try await factory.make(
            Sample.identity(Sample.holder("𠮷" + rare, Sample.chen.number.text)))

        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "paper.pdf"))
            let text = try Tool.run("pdftotext", [file, "-"]).output
            let fonts = try Tool.run("pdffonts", [file]).output.split(separator: "\n").dropFirst(2)

            // characters of two typefaces may stand a hair apart
            #expect(text.filter { $0 != " " }.contains("𠮷" + rare), "\(text)")
            #expect(!fonts.isEmpty)
            for font in fonts { #expect(font.contains("yes yes yes"), "\(font)") }
        }
    }

    @Test(.enabled(if: Tool.has("pdfinfo")))
    func thePapersOwnDescriptionTellsNothingAboutItsHolder() async throws {
        let paper = try await factory.make(Sample.identity())

        try await Tool.folder { folder in
            let file = try Tool.write(paper.pdf, to: folder.appending(path: "paper.pdf"))
            let described = try Tool.run("pdfinfo", [file]).output

            #expect(described.contains("临时身份证明"))
            #expect(!described.contains("陈"))
            #expect(!described.contains("3502031990"))
        }
    }

    @Test func markupInAValueIsPrintedAsItIs() async throws {
        let text = "<b>南</b>&amp;<span size='99'>路</span>"
        let paper = try await factory.make(Sample.identity { $0.values["address"] = text })

        #expect(paper.drawn.contains { $0.text == text })
    }

    @Test(arguments: ["a\u{202E}b", "a\u{2066}b", "a\nb", "a\0b", "a\u{200B}b", "a\u{FFFD}\u{E000}"])
    func charactersThatTurnOrHideTextAreRefused(text: String) async throws {
        let order = try Sample.identity { $0.values["address"] = text }

        await #expect(throws: DocumentRefused.unsafeText(field: "address")) { try await factory.make(order) }
    }

    @Test func aCharacterThatNoFontHasIsRefusedAndNotPrintedAsABox() async throws {
        let order = try Sample.identity { $0.values["address"] = "厦门𒀀路" }

        await #expect(throws: DocumentRefused.missingGlyph(field: "住址")) { try await factory.make(order) }
    }

    @Test func aMissingFieldAndAWrongDateAreRefusedByName() async throws {
        let without = try Sample.identity { $0.values["nation"] = nil }
        let wrong = try Sample.identity { $0.values["birthDate"] = "1990-02-30" }

        await #expect(throws: DocumentRefused.missingField("nation")) { try await factory.make(without) }
        await #expect(throws: DocumentRefused.unreadableValue(field: "birthDate")) {
            try await factory.make(wrong)
        }
    }

    @Test func theSameOrderGivesTheSamePagesAndOnlyTheSealDiffers() async throws {
        let order = try Sample.identity()
        let first = try await factory.make(order)
        let second = try await factory.make(order)

        let end = try #require(first.pdf.firstRange(of: Array("startxref".utf8))?.lowerBound)
        #expect(first.pdf[..<end] == second.pdf[..<end])
        #expect(first.drawn == second.drawn)
    }

    @Test func aLongTableGoesOnOverPagesWithItsHead() async throws {
        let layout = try DocumentLayout(
            yaml: """
                paper: A4
                blocks:
                  - title: 明细
                  - note: "{name} {number}"
                  - table: rows
                    empty: 无
                    columns: [{ label: 序号, field: n }]
                  - seal: "{department}"
                    date: "{issuedOn|date}"
                """, file: "test.yml")
        let content = DocumentContent(
            values: ["name": "陈静", "number": Sample.chen.number.text],
            tables: ["rows": (1...120).map { ["n": "行\($0)"] }])
        let paper = try await factory.make(
            Sample.order(
                "", "明细", "厦门市公安局（示例）", content, Sample.chen, .frozen(), caseNumber: Sample.caseNumber,
                layout: layout, days: nil))

        #expect(paper.pages >= 4)
        let withRows = Set(paper.drawn.filter { $0.text.hasPrefix("行") }.map(\.page))
        #expect(Set(paper.drawn.filter { $0.text == "序号" }.map(\.page)) == withRows)
        for row in 1...120 { #expect(paper.drawn.contains { $0.text == "行\(row)" }) }
        #expect(paper.drawn.contains { $0.text == "第 2 页　共 \(paper.pages) 页" && $0.page == 2 })
    }

    @Test func aPaperBeyondThePageLimitIsRefused() async throws {
        let order = try Sample.identity { $0.values["address"] = String(repeating: "很长的地址", count: 800) }

        await #expect(throws: DocumentRefused.tooLong) { try await factory.make(order) }
    }

    @Test func aRowIsLeftOutWhenItsOptionalAnswerIsEmpty() async throws {
        let paper = try await factory.make(Sample.insurance())

        #expect(!paper.drawn.contains { $0.text == "接收单位" })
        #expect(paper.drawn.contains { $0.text == "用途" })
    }

    @Test func aChoiceOfMonthsKeepsTheLatest() async throws {
        let paper = try await factory.make(Sample.fund(months: 14))
        let months = paper.drawn.map(\.text).filter { $0.hasPrefix("2025年") || $0.hasPrefix("2026年") }

        #expect(months.contains("2025年3月"))
        #expect(!months.contains("2025年2月"))
    }
}
