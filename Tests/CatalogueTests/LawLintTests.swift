import Base
import Foundation
import Testing

@testable import Catalogue

/// Citations against the list of the laws that are in force.
@Suite struct LawLintTests {
    private static let service = "insurance/participation-proof/service.yml"
    private static let law = "  - {title: 中华人民共和国社会保险法, since: 2011-07-01}\n"

    /// What stands in the list instead, what is said of both citations, and what to do.
    static let laws = [
        (
            "  - {title: 中华人民共和国社会保险法, since: 2030-01-01}\n",
            "中华人民共和国社会保险法 is in force from 2030-01-01 only",
            "Cite what holds until then, or withdraw the service"
        ),
        (
            "  - {title: 中华人民共和国社会保险法, since: 2011-07-01, until: 2026-06-30}\n",
            "has been out of force since 2026-06-30",
            "Cite the rule that took its place, or withdraw the service"
        ),
        (
            "  - {title: 中华人民共和国社会保险法, until: 2026-06-30, replacedBy: 社会保险法典}\n  - {title: 社会保险法典}\n",
            "has been out of force since 2026-06-30", "Cite 社会保险法典"
        ),
    ]

    @Test(arguments: laws) func whatIsNoLawTodayIsCitedByNobody(
        _ law: String, _ message: String, _ remedy: String
    )
        throws
    {
        let folder = try ServicesFolder()
        let line = try folder.replace(
            "  - title: 中华人民共和国社会保险法\n    clause: 第七十四条", with: "  - title: 中华人民共和国社会保险法\n    clause: 第七十四条",
            in: Self.service)
        _ = try folder.replace(Self.law, with: law, in: LawRegister.file)

        let findings = try lint(folder)

        let own = findings.filter { $0.defect.file == Self.service }
        #expect(own.count == 2 && own.contains { $0.defect.line == line }, "\(findings)")
        #expect(
            own.allSatisfy {
                $0.weight == .error && $0.defect.message.english.contains(message)
                    && $0.defect.remedy.english == remedy
            }, "\(own)")
    }

    /// The list comes with a release: who writes a service under a law that is new need not wait for it.
    @Test func whatIsInNoListIsSaidAndHoldsUpNothing() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(Self.law, with: "", in: LawRegister.file)

        let own = try lint(folder).filter { $0.defect.file == Self.service }

        #expect(own.map(\.weight) == [.warning, .warning])
        #expect(
            own.allSatisfy {
                $0.defect.message.english == "中华人民共和国社会保险法 is not in laws.yml"
                    && $0.defect.remedy.english
                        == "Have the next release add it with its first day, or cite what is there"
            }, "\(own)")
    }

    /// Its last day is a day on which it holds.
    @Test func onItsLastDayALawStillHolds() throws {
        let folder = try ServicesFolder()
        let today = CalendarDate(daysSince1970: Self.today)
        let ended = Self.law.replacing("}", with: ", until: \(today)}")
        _ = try folder.replace(Self.law, with: ended, in: LawRegister.file)
        #expect(try lint(folder) == [])
        #expect(try lint(folder, on: Self.today + 1).isEmpty == false)
    }

    @Test func whatTheHouseItselfCitesIsLookedAtToo() throws {
        let folder = try ServicesFolder()
        let line = try folder.replace("title: 中华人民共和国网络安全法", with: "title: 网络法", in: "retention.yml")
        let findings = try lint(folder)
        #expect(findings.map(\.defect.message.english) == ["网络法 is not in laws.yml"])
        #expect(findings.map(\.defect.line) == [line])
        #expect(findings.map(\.defect.file) == ["retention.yml"])
    }

    static let lists = [
        ("  - {title: 中华人民共和国社会保险法}\n" + law, "A law stands twice: 中华人民共和国社会保险法"),
        (law.replacing("}", with: ", until: 2001-01-01}"), "The law ends before it begins"),
        (law.replacing("}", with: ", replacedBy: 社会保险法典}"), "What was replaced has a last day"),
        (law.replacing("}", with: ", replacedBy: 社会保险法典}"), "社会保险法典 is not in laws.yml"),
        (law.replacing("since: 2011-07-01", with: "since: soon"), "A date is expected"),
    ]

    @Test(arguments: lists) func theListItselfIsRead(_ laws: String, _ message: String) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(Self.law, with: laws, in: LawRegister.file)
        let finding = try #require(
            try lint(folder).first {
                $0.defect.message.english == message && $0.defect.file == LawRegister.file
            })
        #expect(abs(finding.defect.line - line) <= 1)
    }

    @Test func withoutTheListNothingPasses() throws {
        let folder = try ServicesFolder()
        try FileManager.default.removeItem(at: folder.url.appending(path: LawRegister.file))
        let findings = try lint(folder)
        #expect(findings.contains { $0.defect.file == LawRegister.file && $0.weight == .error })
        #expect(findings.contains { $0.defect.file == Self.service })
    }

    /// 2026-11-23.
    private static let today = 20_780

    private func lint(_ folder: ServicesFolder, on today: Int = today) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: today)
        ).findings()
    }
}
