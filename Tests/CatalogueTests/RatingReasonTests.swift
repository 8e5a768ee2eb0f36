import Base
import Foundation
import Testing

@testable import Catalogue

/// What the rating of a service may be about stands in its file.
@Suite struct RatingReasonTests {
    private static let before = "minutes: 3\n"
    private static let own = reason("paper-clear")

    private static func reason(_ id: String, minnan: String = ", nan-Hant: 看有無") -> String {
        "{id: \(id), label: {zh-Hans: 看不看得懂, en: How clear it was\(minnan)}}"
    }

    private func folder(rating: String) throws -> (folder: ServicesFolder, line: Int) {
        let folder = try ServicesFolder()
        let first = try folder.replace(Self.before, with: Self.before + "rating: \(rating)\n")
        return (folder, first + 1)
    }

    private func read(_ folder: ServicesFolder) throws -> [RatingReason] {
        let id = try #require(ServiceID(rawValue: "police/temporary-identity-proof"))
        return try #require(try Catalogue.load(folder.url)[id]).ratingReasons
    }

    @Test func aServiceAsksForTheStandardsOrForItsOwnInItsOrder() throws {
        let silent = try read(ServicesFolder())
        #expect(silent.map(\.id) == ["efficiency", "guidance", "convenience", "machine", "attitude"])
        #expect(silent.allSatisfy { $0.label == nil })

        let asked = try read(folder(rating: "[machine, \(Self.own), efficiency]").folder)
        #expect(asked.map(\.id) == ["machine", "paper-clear", "efficiency"])
        #expect(asked[1].label?[.english] == "How clear it was" && asked[1].label?[.minnan] == "看有無")
    }

    static let wrong: [(rating: String, message: String)] = [
        ("[speed]", "The word is not one of those that are known"),
        ("[machine, machine]", "A reason stands twice"),
        ("[\(own), \(own)]", "A reason stands twice"),
        ("[\(reason("Paper"))]", "A name here is made of a-z, 0-9 and hyphens"),
        ("[\(reason("machine"))]", "The standard itself asks for machine"),
        ("[\(reason("x", minnan: ""))]", "The key \"nan-Hant\" is missing"),
        ("[{id: x}]", "The key \"label\" is missing"),
        ("[]", "The list has 0 entries"),
        ("[\((1...9).map { reason("r\($0)") }.joined(separator: ", "))]", "The list has 9 entries"),
    ]

    @Test(arguments: wrong) func whatIsWrongIsSaidWithItsLine(_ rating: String, _ message: String) throws {
        let (folder, line) = try folder(rating: rating)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains { $0.line == line && $0.message.english.contains(message) }, "\(defects)")
    }

    @Test func itsWordsHaveAReadingLevel() throws {
        let (folder, line) = try folder(
            rating: "[{id: x, label: {zh-Hans: 务必看懂, en: Clear, nan-Hant: 看有}}]")
        let findings = CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings().filter { $0.defect.file.hasPrefix("police/temporary") }
        #expect(findings.map(\.defect.message.english) == ["务必 is a word of offices"])
        #expect(findings.map(\.defect.line) == [line])
    }
}
