import Base
import Casework
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Catalogue
@testable import Desk
@testable import Staff
@testable import egret

/// What becomes of a version that somebody asks to publish, and how the desk says it.
@Suite(.serialized) struct ProposalTests {
    private static let id = "police/temporary-identity-proof"
    private static let editor = "/catalogue/editor/\(id)"
    private static let list = "/catalogue/editor"

    /// The next version, with another name.
    private func renamed(_ whole: WholeHouse) async throws -> (text: String, version: Int) {
        let id = try #require(ServiceID(rawValue: Self.id))
        let version = try #require(whole.house.catalogue[id]?.version) + 1
        let source = try #require(try await whole.house.drafts.published(id)?.source)
        let text = source.replacing(/version: \d+/, with: "version: \(version)", maxReplacements: 1)
            .replacing(/name: \{zh-Hans: [^,]+,/, with: "name: {zh-Hans: 新证明,", maxReplacements: 1)
        return (text, version)
    }

    private func day(_ whole: WholeHouse, plus days: Int = 0) -> String {
        CalendarDate(
            daysSince1970: CalendarDate(inChinaAt: whole.house.world.now()).daysSince1970 + days
        ).description
    }

    private func decide(_ decision: String, _ whole: WholeHouse, by official: Official) async throws {
        let approval = try #require(
            try await whole.house.staff.queries.approvals().first {
                $0.kind == .publication && $0.verdict == nil
            })
        let decided = try await official.post(
            "/approvals/\(approval.id)/decision", [("decision", decision)])
        #expect(decided.place == "/approvals", "\(decided.text.words)")
    }

    @Test(arguments: TestEngine.available)
    func aVersionWaitsOnceAndItsStateIsTold(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, _ in
            let (text, version) = try await renamed(whole)
            let clerk = try await Official(whole, "s-0881", region: nil, person: nil)
            let supervisor = try await Official(
                whole, "s-0882", roles: [.supervisor], region: nil, person: nil)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])
            func ask() async throws -> Official.Answer {
                try await clerk.post(
                    Self.editor + "/proposal",
                    [("revision", "1"), ("from", day(whole)), ("reason", "better name")],
                    from: Self.editor + "/difference")
            }

            #expect(try await ask().place == "/approvals")
            let again = try await ask()
            #expect(again.status == 409)
            #expect(again.text.words.contains("This version waits for another person already"))
            #expect(again.text.html.contains(/href="\/catalogue\/proposals\/[0-9a-z]+"/))
            #expect(again.text.html.contains("value=\"better name\""), "nothing that was typed is lost")
            #expect(try await clerk.get(Self.list).text.words.contains("Waits for another person"))

            try await decide("refused", whole, by: supervisor)
            #expect(try await clerk.get(Self.list).text.words.contains("Not agreed to"))
            #expect(try await ask().place == "/approvals", "what was refused waits no more")
            try await decide("approved", whole, by: supervisor)
            #expect(try await clerk.get(Self.list).text.words.contains("Agreed and published"))

            _ = try await supervisor.post(
                Self.editor + "/withdrawal", [("version", String(version)), ("reason", "wrong name")])
            let back = try await clerk.get(Self.list)
            let today = CalendarDate(inChinaAt: whole.house.world.now()).shown(in: .english)
            #expect(back.text.words.contains("Taken back on \(today)"), "\(back.text.words)")
            #expect(!back.text.words.contains("Agreed and published"))
            let id = try #require(ServiceID(rawValue: Self.id))
            let taken = try #require(
                try await whole.house.drafts.work(of: id.department).proposals.first { $0.withdrawal != nil })
            let page = try await clerk.get("/catalogue/proposals/\(taken.id)").text.words
            for part in ["Taken back by", "s-0882 陈样本", "Why it is taken back", "wrong name"] {
                #expect(page.contains(part), "\(part) in \(page)")
            }
        }
    }

    /// Two editors who press in the same moment: one asks, the other is told of her request.
    @Test(arguments: TestEngine.available)
    func ofTwoWhoAskAtOnceOneIsToldOfTheOther(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, _ in
            let first = try await Official(whole, "s-0885", region: nil, person: nil)
            let second = try await Official(whole, "s-0886", region: nil, person: nil)
            _ = try await first.post(
                Self.editor, [("revision", "0"), ("source", renamed(whole).text), ("act", "save")])
            let form = [("revision", "1"), ("from", day(whole)), ("reason", "better name")]
            func ask(_ official: Official) async throws -> Official.Answer {
                try await official.post(
                    Self.editor + "/proposal", form, from: Self.editor + "/difference")
            }

            async let one = ask(first)
            async let other = ask(second)
            let answers = try await [one, other]

            #expect(answers.map(\.status).sorted() == [303, 409], "\(answers.map(\.text.words))")
            let waiting = try await whole.house.staff.queries.approvals().filter {
                $0.kind == .publication && $0.verdict == nil
            }
            #expect(waiting.count == 1)
        }
    }

    @Test func whatWasTypedStandsBesideTheDefects() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let text = try await renamed(whole).text.replacing("handling: instant", with: "handling: x")
            let clerk = try await Official(whole, "s-0883", region: nil, person: nil)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])

            let refused = try await clerk.post(
                Self.editor + "/proposal",
                [("revision", "1"), ("from", day(whole, plus: 9)), ("reason", "better name")])

            #expect(refused.status == 422 && refused.text.words.contains("1 thing to mend"))
            #expect(refused.text.html.contains("value=\"better name\""))
            #expect(refused.text.html.contains("value=\"\(day(whole, plus: 9))\""))
        }
    }

    @Test func aNewServiceIsNotCalledLikeOneThatIsThere() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let clerk = try await Official(whole, "s-0884", region: nil, person: nil)
            func begin(_ slug: String) async throws -> Official.Answer {
                try await clerk.get(Self.list + "?department=police&slug=\(slug)&like=\(Self.id)")
            }

            let taken = try await begin("temporary-identity-proof")
            #expect(taken.status == 409)
            #expect(taken.text.words.contains("A service of that name is there already"))
            #expect(taken.text.links.contains(Self.editor))
            #expect(taken.text.html.contains("value=\"temporary-identity-proof\""))
            #expect(taken.text.html.contains("<details class=\"desk-act\" open>"))
            #expect(
                try await begin("brand-new").place == "/catalogue/editor/police/brand-new?like=\(Self.id)")
        }
    }

    @Test func theReaderIsToldInWordsAndNumbersThatAreTrue() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let phrases = whole.house.frame.words.phrases(.english)
            let gone = ServiceDifference(
                name: nil, files: ServiceFiles(source: "", layout: nil), published: nil,
                changes: [ServiceChange(kind: .questionRemoved, name: "basis")], reworded: [],
                running: [1: 1, 2: 2]
            ).html(phrases, .english).string
            #expect(
                gone.contains("Question basis is gone. At most 3 running cases have been or will be asked it")
            )

            let describe = DescribeMatters.describe(whole.house.catalogue)
            func said(_ summary: String) -> String? {
                describe(.other(.queueExport, summary: summary, data: []), phrases)?.text
            }
            let name = try #require(
                ServiceID(rawValue: Self.id).flatMap { whole.house.catalogue[$0]?.name[.english] })
            let all = try #require(said("police/3 · tab=ready: 1"))
            #expect(all.hasSuffix(" · Whole city: To be claimed; 1 row") && !all.contains("tab="), "\(all)")
            let some = try #require(
                said("police/4/350203 · tab=overdue&service=\(Self.id)&colour=over: 20"))
            #expect(
                some.hasSuffix(" · Siming District: Overdue, \(name), Overdue; 20 rows"), "\(some)")
            #expect(said("somebody's own words") == nil)
        }
    }
}
