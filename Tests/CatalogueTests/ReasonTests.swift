import Base
import Foundation
import Testing

@testable import Catalogue

/// Why departments say no or ask again: `reasons.yml` of all, and of each.
@Suite struct ReasonTests {
    private static let own = "police/reasons.yml"
    private static let proof = "police/temporary-identity-proof"

    private static func file(_ lists: String) -> String {
        """
        provenance: {mark: guess, note: 试写}
        \(lists)
        """
    }

    private static func reason(_ id: String, of service: String? = nil) -> String {
        let services = service.map { ", services: [\($0)]" } ?? ""
        return "  - {id: \(id)\(services), words: {zh-Hans: 不行, en: No, nan-Hant: 袂使}}"
    }

    private func ids(
        _ act: StepReason.Act, _ department: String, _ service: String?, in catalogue: Catalogue
    ) throws -> [String] {
        let department = try #require(DepartmentID(rawValue: department))
        return catalogue.reasons(act, by: department, of: service.flatMap(ServiceID.init(rawValue:)))
            .map(\.id)
    }

    @Test func whatIsOfTheServiceComesBeforeTheDepartmentsAndTheCommon() throws {
        let folder = try ServicesFolder()
        try folder.write(
            Self.file(
                "refusals:\n\(Self.reason("of-all"))\n\(Self.reason("elsewhere"))\n"
                    + "corrections:\n\(Self.reason("unclear"))"), to: "reasons.yml")
        try folder.write(
            Self.file(
                "refusals:\n\(Self.reason("of-department"))\n\(Self.reason("of-service", of: Self.proof))"),
            to: Self.own)
        let catalogue = try Catalogue.load(folder.url)

        let common = ["of-all", "elsewhere"]
        let own = ["of-service", "of-department"] + common
        #expect(try ids(.refusal, "police", Self.proof, in: catalogue) == own)
        #expect(try ids(.refusal, "police", nil, in: catalogue) == ["of-department"] + common)
        #expect(
            try ids(.refusal, "police", "fund/deposit-proof", in: catalogue) == ["of-department"] + common)
        #expect(try ids(.refusal, "fund", "fund/deposit-proof", in: catalogue) == common)
        #expect(try ids(.correction, "police", Self.proof, in: catalogue) == ["unclear"])

        let (police, fund) = (
            try #require(DepartmentID(rawValue: "police")), try #require(DepartmentID(rawValue: "fund"))
        )
        let service = try #require(ServiceID(rawValue: Self.proof))
        func find(_ id: String, _ act: StepReason.Act, _ department: DepartmentID) -> StepReason? {
            catalogue.reason(id, for: act, by: department, of: service)
        }
        #expect(find("of-service", .refusal, police)?.words[.minnan] == "袂使")
        #expect(find("of-department", .refusal, fund) == nil, "another department's")
        #expect(find("of-department", .correction, police) == nil, "of another act")
    }

    static let wrong: [(String, String, Int, String)] = [
        (own, file("refusals:\n" + reason("x", of: "police/none")), 3, "There is no service \"police/none\""),
        (own, file("refusals:\n" + reason("x", of: "police")), 3, "There is no service \"police\""),
        (own, file("refusals:\n\(reason("x"))\n\(reason("x"))"), 4, "Two reasons are called \"x\""),
        (
            own, file("refusals:\n\(reason("x"))\ncorrections:\n\(reason("x"))"), 5,
            "Two reasons are called \"x\""
        ),
        (own, file("corrections:\n" + reason("unclear")), 3, "Two reasons are called \"unclear\""),
        (own, file("refusals:\n" + reason("Not_Good")), 3, "A reason is named by a-z, 0-9 and hyphens"),
        (
            own, file("refusals:\n  - {id: x, words: {zh-Hans: 不行, en: No}}"), 3,
            "The key \"nan-Hant\" is missing"
        ),
        (own, file("refusals: []"), 2, "The list has 0 entries"),
        (own, "refusals:\n" + reason("x"), 1, "The key \"provenance\" is missing"),
        ("reasons.yml", file("refusals:\n" + reason("x")), 1, "The key \"corrections\" is missing"),
        (
            "reasons.yml",
            file("refusals:\n\(reason("x", of: proof))\ncorrections:\n\(reason("y"))"), 3,
            "The key \"services\" is not known here"
        ),
        (
            "nobody/reasons.yml", file("refusals:\n" + reason("x")), 1, "The folder belongs to no department"
        ),
    ]

    @Test(arguments: wrong)
    func whatIsWrongIsSaidByLine(_ file: String, _ text: String, _ line: Int, _ message: String) throws {
        let folder = try ServicesFolder()
        try folder.write(text, to: file)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains {
                file.hasPrefix($0.file) && $0.line == line && $0.message.english.contains(message)
            }, "\(defects)")
    }

    /// Without it nobody could say no.
    @Test func theCommonFileIsNeverLeftOut() throws {
        let folder = try ServicesFolder()
        try FileManager.default.removeItem(at: folder.url.appending(path: "reasons.yml"))
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.map(\.file) == ["reasons.yml"])
    }

    @Test func aReasonOfAServiceWithNoStepOfItsDepartmentIsFound() throws {
        let folder = try ServicesFolder()
        try folder.write(
            Self.file("refusals:\n\(Self.reason("fine"))\n\(Self.reason("idle", of: Self.proof))"),
            to: Self.own)
        let catalogue = try Catalogue.load(folder.url)
        let findings = CatalogueLint(
            catalogue, folder: folder.url, today: CalendarDate(daysSince1970: 20_515)
        ).findings().filter { $0.defect.file == Self.own }
        #expect(findings.map(\.weight) == [.error] && findings.map(\.defect.line) == [4], "\(findings)")
    }

    /// A person reads them at the machine and on the printed decision.
    @Test(arguments: [own, "reasons.yml"]) func itsWordsHaveAReadingLevel(_ path: String) throws {
        let folder = try ServicesFolder()
        let line = try folder.text("reasons.yml").count { $0 == "\n" }
        let hard = Self.reason("hard").replacing("不行", with: "逾期不行")
        let text = try path == Self.own ? Self.file("refusals:") + "\n" : folder.text("reasons.yml")
        try folder.write(text + hard + "\n", to: path)
        let findings = CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_515)
        ).findings().filter { $0.defect.file == path }
        #expect(findings.map(\.defect.message.english) == ["逾期 is a word of offices"])
        #expect(findings.map(\.defect.line) == [path == Self.own ? 3 : line + 1])
    }

    @Test func everyDepartmentThatDecidesHasReasonsOfItsOwn() throws {
        let catalogue = try Catalogue.load(Repository.services)
        for department in Set(catalogue.items.flatMap(\.steps).map(\.department)).sorted() {
            let own = catalogue.reasons.filter { $0.department == department }
            #expect(own.count >= 3, "\(department.rawValue)")
            #expect(Set(own.map(\.act)) == Set(StepReason.Act.allCases), "\(department.rawValue)")
        }
    }

    @Test func whatWasSaidIsReadAsItWasKept() {
        let words = LocalText(mandarin: "“不”\n行", english: "No/\"no\"", minnan: "袂使")
        #expect(LocalText(kept: words.kept) == words)
        for other in ["", "{}", #"{"en":"No"}"#] { #expect(LocalText(kept: other) == nil) }
    }
}
