import Base
import Foundation
import Testing

@testable import Catalogue

/// What a person brings, hands in or shows, and what takes it.
@Suite struct MaterialTests {
    private static let path = "insurance/participation-proof/service.yml"

    struct Break: Sendable, CustomTestStringConvertible {
        /// What is written under the material besides its name.
        let material: String
        var question = "required: true"
        let message: String
        var testDescription: String { material }
    }

    static let broken = [
        Break(
            material: "source: person, question: nothing",
            message: "No question called \"nothing\" takes files"),
        Break(
            material: "source: person, question: purpose",
            message: "No question called \"purpose\" takes files"),
        Break(
            material: "source: shown, question: contract",
            message: "Only what comes from the person is taken by a question"),
        Break(
            material: "source: person, question: contract, when: answer.purpose == 'other'",
            message: "The question says when it is wanted"),
        Break(
            material: "source: shown, when: answer.purpose == 'other'",
            message: "What is not wanted of everybody says of whom before anything is asked"),
        Break(
            material: "source: shown, when: answer.moon, if: {zh-Hans: 有的, en: If so, nan-Hant: 若有}",
            message: "answer.moon is not known here"),
        Break(
            material: "source: person, question: contract", question: "required: false",
            message: "What is not wanted of everybody says of whom before anything is asked"),
        Break(
            material: "source: person, question: contract",
            question: "required: true, when: answer.purpose == 'other'",
            message: "What is not wanted of everybody says of whom before anything is asked"),
    ]

    @Test(arguments: broken) func whatCannotBeMeantIsADefect(_ broken: Break) throws {
        let (folder, line) = try folder(broken.material, broken.question)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.map(\.message.english) == [broken.message])
        #expect(defects.allSatisfy { $0.file == Self.path && $0.line == line })
    }

    static let unlinked = [
        Break(
            material: "source: person", question: "",
            message: "No question takes what comes from the person: 合同"),
        Break(
            material: "source: identity, sparedBySharing: true", question: "",
            message: "What comes from the person is spared by no register: 合同"),
        Break(
            material: "source: register, sparedBySharing: true",
            message: "The question contract takes what no material names"),
    ]

    @Test(arguments: unlinked) func whatNobodyTakesOrNamesIsFound(_ broken: Break) throws {
        let (folder, line) = try folder(broken.material, broken.question)
        let findings = try lint(folder)
        #expect(findings.map(\.defect.message.english) == [broken.message])
        #expect(findings.allSatisfy { $0.weight == .error })
        if broken.question.isEmpty { #expect(findings.map(\.defect.line) == [line]) }
    }

    @Test func aMaterialIsWantedWhenItsQuestionIsAsked() throws {
        let (folder, _) = try folder(
            "source: person, question: contract, if: {zh-Hans: 有的, en: If so, nan-Hant: 若有}",
            "required: true, when: answer.purpose == 'other'")
        #expect(try lint(folder) == [])
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.rawValue == "insurance/participation-proof" })
        let material = try #require(item.materials.last)
        #expect(material.when?.source == "answer.purpose == 'other'")
        #expect(material.condition?[.english] == "If so" && material.question == "contract")
    }

    /// What a question of a phone says of the number, and whether it promises what nobody sends.
    static let promises = [
        ("好了发到哪个手机？", "短信告诉您", true), ("打哪个电话找您？", "办好了通知您", true), ("打哪个电话找您？", "核实时打给您", false),
        ("核实时打哪个电话？", "办好的通知发到您登记的手机", false),
    ]

    @Test(arguments: promises) func noMessageIsPromisedToATypedNumber(
        _ label: String, _ why: String, _ isPromise: Bool
    ) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(
            "assurance:",
            with: """
                  - {id: called, kind: phone, required: true, label: {zh-Hans: \(label), en: Which?, nan-Hant: 佗一支？}, \
                why: {zh-Hans: \(why), en: To ask, nan-Hant: 欲問}}
                assurance:
                """, in: Self.path)
        let found = try lint(folder)
        #expect(
            found.map(\.defect.message.english)
                == (isPromise ? ["A message is promised to a number that is typed: called"] : []))
        #expect(found.allSatisfy { $0.defect.line == line && $0.weight == .error })
    }

    /// - Returns: The folder, and the line of the material.
    private func folder(_ material: String, _ question: String) throws -> (ServicesFolder, line: Int) {
        let folder = try ServicesFolder()
        let spared = material.contains("sparedBySharing") ? "" : ", sparedBySharing: false"
        let name = "name: {zh-Hans: 合同, en: Contract, nan-Hant: 合同}"
        let line = try folder.replace(
            "statutoryTime:", with: "  - {\(name), \(material)\(spared)}\nstatutoryTime:", in: Self.path)
        guard !question.isEmpty else { return (folder, line) }
        _ = try folder.replace(
            "assurance:",
            with: """
                  - {id: contract, kind: file, files: {from: 1, to: 3}, \
                label: {zh-Hans: 请发合同, en: Please send it, nan-Hant: 請送合同}, \
                why: {zh-Hans: 要核对, en: It is checked, nan-Hant: 愛核對}, \(question)}
                assurance:
                """, in: Self.path)
        return (folder, line)
    }

    private func lint(_ folder: ServicesFolder) throws -> [CatalogueLint.Finding] {
        // The ordinary journey answers no question that a test puts in.
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings().filter { $0.defect.file == Self.path }
    }
}
