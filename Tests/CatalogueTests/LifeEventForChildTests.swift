import Base
import Testing

@testable import Catalogue

/// Services of an event in life that are the child's, and not those of whoever comes.
@Suite struct LifeEventForChildTests {
    private static let path = "bundles/work.yml"
    private static let proof = "insurance/participation-proof"

    private func folder(_ line: String) throws -> ServicesFolder {
        let folder = try ServicesFolder()
        try folder.write(Self.bundle.replacing("LINE", with: line), to: Self.path)
        return folder
    }

    @Test func aServiceForTheChildIsKnownAsSuch() throws {
        let folder = try folder("{service: insurance/participation-proof, for: child}")
        let bundle = try #require(try Catalogue.load(folder.url).bundles.first)
        withExtendedLifetime(folder) {}

        #expect(bundle.forChild.map(\.rawValue) == [Self.proof])
        #expect(bundle.representation == [.child])
        #expect(bundle.item.representation.isEmpty, "the event itself is begun for oneself")
        #expect(Set(bundle.services.map(\.rawValue)) == ["fund/deposit-proof", Self.proof])
    }

    @Test func withoutAWordItIsOfWhoeverComes() throws {
        let folder = try folder(Self.proof)
        let bundle = try #require(try Catalogue.load(folder.url).bundles.first)
        withExtendedLifetime(folder) {}

        #expect(bundle.forChild.isEmpty && bundle.representation.isEmpty)
    }

    struct Wrong: Sendable {
        let line: String
        let message: String
        let remedy: String
    }

    private static let wrong = [
        Wrong(
            line: "{service: insurance/participation-proof, for: parent}",
            message: "A service of an event is for whoever comes, or for her child",
            remedy: "Write for: child, or the service alone"),
        Wrong(
            line: "{service: fund/deposit-details, for: child}",
            message: "There is no such service at terminals",
            remedy: "Write one like health/birth-registration"),
        Wrong(
            line: "{service: police/temporary-identity-proof, for: child}",
            message: "police/temporary-identity-proof cannot be done for a child",
            remedy: "Write the service alone, or child under its representation"),
        Wrong(
            line: "{service: insurance/participation-proof, whom: child}",
            message: "The key \"whom\" is not known here",
            remedy: "Remove it, or write one of: service, for"),
    ]

    @Test(arguments: wrong) func whatCannotBeForAChildIsSaidWithItsPlaceAndRemedy(_ wrong: Wrong) throws {
        let folder = try folder(wrong.line)
        let line = try folder.replace(wrong.line, with: wrong.line, in: Self.path)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects

        #expect(
            defects.contains {
                $0.file == Self.path && $0.line == line && $0.message.english == wrong.message
                    && $0.remedy.english == wrong.remedy
            }, "\(defects)")
    }

    @Test func theLinterFindsWhatNobodyCouldBeginForAChild() throws {
        let folder = try folder("{service: insurance/participation-proof, for: child}")
        func findings() throws -> [CatalogueLint.Finding] {
            try CatalogueLint(
                Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
            ).findings().filter { $0.defect.file == Self.path && $0.weight == .error }
        }
        #expect(try findings().isEmpty)

        let (file, text) = ("\(Self.proof)/service.yml", try folder.text("\(Self.proof)/service.yml"))
        let sets = try #require(text.firstMatch(of: /factorSets:\n(?:  - .*\n)+/))
        try folder.write(text.replacing(sets.0, with: "factorSets:\n  - [phone]\n  - [network]\n"), to: file)
        let found = try findings()

        let line = try folder.replace(
            "{service: \(Self.proof)", with: "{service: \(Self.proof)", in: Self.path)
        #expect(
            found.map { "\($0.defect.line) \($0.defect.message.english)" } == [
                "\(line) \(Self.proof) is for a child, and no proof of it begins with the card"
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
          - LINE
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
