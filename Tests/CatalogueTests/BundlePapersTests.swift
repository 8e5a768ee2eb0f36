import Base
import Testing

@testable import Catalogue

/// What an event in life declares to be one paper, though its services call it by different names.
@Suite struct BundlePapersTests {
    private static let path = "bundles/work.yml"
    private static let (fund, insurance) = (
        "fund/deposit-proof#公积金缴存信息", "insurance/participation-proof#参保登记信息"
    )

    private func folder(_ materials: [String]) throws -> ServicesFolder {
        let folder = try ServicesFolder()
        let lines = materials.map { "      - \"\($0)\"" }.joined(separator: "\n")
        try folder.write(Self.bundle.replacing("      - LINES", with: lines), to: Self.path)
        return folder
    }

    @Test func underOneNameTheyAreOnePaper() throws {
        let folder = try folder([Self.fund, Self.insurance])
        let catalogue = try Catalogue.load(folder.url)
        withExtendedLifetime(folder) {}
        let bundle = try #require(catalogue.bundles.first)
        var names: [String] = []
        for part in catalogue.parts(of: bundle.id) {
            names += part.item.materials.map { bundle.name(of: $0, in: part.item.id)[.english] }
        }
        #expect(names == ["Identity card", "Your records", "Identity card", "Your records"])
        // The event itself brings nothing: its services do.
        #expect(bundle.item.materials.isEmpty)
    }

    private static let wrong: [(second: String, message: String, remedy: String)] = [
        (
            "insurance/participation-proof#没有的", "No service of the bundle has a material of this name",
            "Write <department>/<slug>#<its name in Mandarin>"
        ),
        (
            "police/temporary-identity-proof#居民身份证", "No service of the bundle has a material of this name",
            "Write <department>/<slug>#<its name in Mandarin>"
        ),
        (
            "参保登记信息", "No service of the bundle has a material of this name",
            "Write <department>/<slug>#<its name in Mandarin>"
        ),
        (fund, "\(fund) is one paper, and stands here twice", "Leave it under one name alone"),
    ]

    @Test(arguments: wrong.indices) func whatIsNoPaperOfItIsSaidWithItsPlaceAndRemedy(_ index: Int) throws {
        let (second, message, remedy) = Self.wrong[index]
        let folder = try folder([Self.fund, second])
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        let lines = try folder.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.lastIndex { $0.contains("- \"\(second)\"") }) + 1

        #expect(
            defects.map { "\($0.file):\($0.line) \($0.message.english); \($0.remedy.english)" }
                == ["\(Self.path):\(line) \(message); \(remedy)"])
    }

    @Test func theLinterFindsOneNameInMandarinForTwoPapers() throws {
        let folder = try folder([Self.fund, Self.insurance])
        let service = "insurance/participation-proof/service.yml"
        func findings() throws -> [String] {
            try CatalogueLint(
                Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
            ).findings().filter { $0.defect.file == Self.path && $0.weight == .error }
                .map { "\($0.defect.line) \($0.defect.message.english)" }
        }
        #expect(try findings() == [])

        _ = try folder.replace("en: Identity card, nan", with: "en: Your card, nan", in: service)
        let line = try folder.replace(
            "- insurance/participation-proof", with: "- insurance/participation-proof", in: Self.path)
        #expect(
            try findings() == [
                "\(line) insurance/participation-proof calls 居民身份证 otherwise in English or Minnan than "
                    + "fund/deposit-proof"
            ])
    }

    private static let bundle = """
        id: work
        name: {zh-Hans: 换工作一件事, en: Another job, nan-Hant: 換頭路一件事}
        summary: {zh-Hans: 一次办完, en: All at once, nan-Hant: 一擺辦了}
        topics: [identity]
        legalBasis:
          - {title: 中华人民共和国社会保险法, clause: 第七十四条, verified: false}
        services:
          - fund/deposit-proof
          - insurance/participation-proof
        papers:
          - name: {zh-Hans: 您的登记, en: Your records, nan-Hant: 你的登記}
            materials:
              - LINES
        shared:
          - question: office
            kind: text
            required: false
            label: {zh-Hans: 交到哪里？, en: "Where to?", nan-Hant: 交去佗位？}
            why: {zh-Hans: 写在证明上, en: It stands on the paper, nan-Hant: 寫佇證明頂}
            max: 40
            feeds: ["insurance/participation-proof#receiver"]
        """
}
