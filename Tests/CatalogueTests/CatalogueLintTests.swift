import Base
import Catalogue
import Foundation
import Testing

@Suite struct CatalogueLintTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let weight: CatalogueLint.Finding.Weight
        let message: String
        var testDescription: String { message }
    }

    static let breaks = [
        Break(
            old: "    clause: 第七十四条\n", new: "    clause: 第七十四条\n    validUntil: 2020-01-01\n",
            weight: .error,
            message: "has been out of force since 2020-01-01"),
        Break(
            old: "  - id: receiver\n",
            new: "  - id: receiver\n    when: answer.purpose == 'other' and answer.purpose == 'bidding'\n",
            weight: .error, message: "The question receiver is never asked"),
        Break(
            old: "  - id: receiver\n",
            new: "  - id: receiver\n    when: answer.purpose == 'other' or answer.purpose != 'other'\n",
            weight: .warning, message: "The condition of receiver always holds"),
        Break(
            old: "zh-Hans: \"要写上交给谁吗？\"", new: "zh-Hans: 单位？", weight: .warning,
            message: "insurance/participation.employer may know what receiver asks"),
        Break(
            old: "act: prove", new: "act: book", weight: .warning,
            message: "can be booked and never cancelled"),
        Break(
            old: "zh-Hans: 写上后，别人不能挪作他用", new: "zh-Hans: 予以写明交给谁以后别的任何单位和个人都不能再把它拿去做其他的用处", weight: .warning,
            message: "A clause has"),
        Break(
            old: "zh-Hans: 写上后，别人不能挪作他用", new: "zh-Hans: 务必写明", weight: .warning,
            message: "务必 is a word of offices"),
    ]

    @Test(arguments: breaks) func whatIsLackingIsNamedWithItsLine(_ broken: Break) throws {
        let folder = try ServicesFolder()
        let path = "insurance/participation-proof/service.yml"
        let line = try folder.replace(broken.old, with: broken.new, in: path)

        let findings = try lint(folder)

        let finding = try #require(
            findings.first { $0.defect.message.contains(broken.message) }, "\(findings)")
        #expect(finding.weight == broken.weight)
        #expect(finding.defect.file == path)
        #expect(abs(finding.defect.line - line) <= 12, "line \(finding.defect.line) is far from \(line)")
    }

    @Test func aBookingSaysWhatItsPlanWillDoAndHasSeats() throws {
        let folder = try ServicesFolder()
        let path = "fund/deposit-proof"
        _ = try folder.replace("act: prove", with: "act: book", in: "\(path)/service.yml")
        _ = try folder.replace(
            "  kind: paper\n", with: "  kind: appointment\n", in: "\(path)/service.yml")
        func messages() throws -> [String] {
            try lint(folder).map(\.defect.message).filter { !$0.contains("never cancelled") }
        }
        #expect(try messages() == ["An appointment is promised that has no seat behind it"])

        let plan = try String(
            contentsOf: Repository.services.appending(path: "police/household-appointment/slots.yml"),
            encoding: .utf8)
        try folder.write(plan, to: "\(path)/slots.yml")
        #expect(
            try messages() == [
                "slots.yml stops booking after missed visits, and nobody is told before"
            ])

        try folder.write(
            plan.replacing("[mon, tue, wed, thu, fri]", with: "[sat]").replacing(
                "workingDays: 7", with: "days: 2"
            ).replacing(/noShow:.*/, with: ""), to: "\(path)/slots.yml")
        #expect(
            try messages() == ["On some days nothing can be booked at all: slots.yml looks ahead too short"])
    }

    @Test func aFieldNobodyNeedsIsAnError() throws {
        let folder = try ServicesFolder()
        let path = "fund/deposit-proof/service.yml"
        _ = try folder.replace(
            "assurance:", with: "paper: {statement: \"{name} {number}\", english: Proof}\nassurance:",
            in: path)
        try FileManager.default.removeItem(at: folder.url.appending(path: "fund/deposit-proof/document.yml"))

        #expect(
            try lint(folder).map(\.defect.message) == [
                "fund/contributions.deposits is asked for and never used"
            ])
    }

    @Test func theProjectsOwnServicesHaveNoErrors() throws {
        let findings = CatalogueLint(
            try Catalogue.load(Repository.services), folder: Repository.services,
            today: CalendarDate(daysSince1970: 20_780)
        ).findings()

        #expect(findings.filter { $0.weight == .error } == [])
    }

    private func lint(_ folder: ServicesFolder) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings()
    }
}
