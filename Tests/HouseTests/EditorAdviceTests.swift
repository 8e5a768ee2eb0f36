import Base
import Casework
import Catalogue
import Storage
import Support
import Testing
import Web

@testable import Desk
@testable import Staff
@testable import egret

/// What the linter says, at the desk: beside the text, to whoever agrees, and in the way of what may not be published.
@Suite(.serialized) struct EditorAdviceTests {
    private static let id = "police/temporary-identity-proof"
    private static let editor = "/catalogue/editor/\(id)"

    /// The next version, with a word in its first question.
    private func next(_ whole: WholeHouse, _ old: String = "", _ new: String = "") async throws -> String {
        let id = try #require(ServiceID(rawValue: Self.id))
        let version = try #require(whole.house.catalogue[id]?.version)
        let source = try #require(try await whole.house.drafts.published(id)?.source)
        let text = source.replacing("version: \(version)\n", with: "version: \(version + 1)\n")
        return old.isEmpty ? text : text.replacing(old, with: new)
    }

    private func today(_ whole: WholeHouse) -> String {
        CalendarDate(inChinaAt: whole.house.world.now()).description
    }

    /// The Mandarin of the summary, which everybody reads first.
    private func summary(_ whole: WholeHouse) throws -> String {
        try #require(ServiceID(rawValue: Self.id).flatMap { whole.house.catalogue[$0] }).summary[.mandarin]
    }

    @Test(arguments: TestEngine.available)
    func adviceIsReadByWriterAndSecondPersonAndHoldsUpNothing(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, _ in
            let text = try await next(whole, summary(whole), "务必" + summary(whole))
            let clerk = try await Official(whole, "s-0891", region: nil, person: nil, language: "zh-CN")
            let supervisor = try await Official(
                whole, "s-0892", roles: [.supervisor], region: nil, person: nil)

            let seen = try await clerk.post(Self.editor + "/preview", [("source", text)])
            #expect(seen.text.words.contains("处可以写得更好"), "\(seen.text.words.prefix(400))")
            #expect(seen.text.html.contains("<code>") && seen.text.words.contains("务必"))
            #expect(seen.text.html.contains("<iframe"), "the page stands beside it")
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])
            let asked = try await clerk.post(
                Self.editor + "/proposal", [("revision", "1"), ("from", today(whole)), ("reason", "x")])
            #expect(asked.place == "/approvals", "\(asked.text.words)")
            let id = try #require(ServiceID(rawValue: Self.id))
            let proposal = try #require(
                try await whole.house.drafts.work(of: id.department).proposals.first)
            let page = try await supervisor.get("/catalogue/proposals/\(proposal.id)")
            #expect(page.text.words.contains("could be better; it can be published"), "\(page.text.words)")
        }
    }

    @Test func whatTheLinterCallsAnErrorIsNotProposed() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let text = try await next(
                whole, "    verified: false\n", "    verified: false\n    validUntil: 2020-01-01\n")
            let clerk = try await Official(whole, "s-0893", region: nil, person: nil)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])

            let refused = try await clerk.post(
                Self.editor + "/proposal", [("revision", "1"), ("from", today(whole)), ("reason", "x")])

            #expect(refused.status == 422)
            #expect(refused.text.words.contains("out of force since 2020-01-01"), "\(refused.text.words)")
            #expect(try await whole.house.staff.queries.approvals().isEmpty, "nobody is asked")
        }
    }

    /// A draft that was overtaken by a release or by files would undo what they brought.
    @Test func whatIsOfferedCanBeBegunWithAgain() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let id = try #require(ServiceID(rawValue: Self.id))
            let version = try #require(whole.house.catalogue[id]?.version)
            let source = try #require(try await whole.house.drafts.published(id)?.source)
            let clerk = try await Official(whole, "s-0894", region: nil, person: nil)
            let old = source.replacing("version: \(version)\n", with: "version: \(version - 1)\n")
            #expect(try await clerk.get(Self.editor).text.html.contains("?offered=") == false)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", old), ("act", "save")])

            let opened = try await clerk.get(Self.editor)
            #expect(opened.text.words.contains("Version \(version) is offered, and this draft is older"))
            #expect(opened.text.html.contains("href=\"\(Self.editor)?offered=\(version)\""))
            let anew = try await clerk.get(Self.editor + "?offered=\(version)")
            #expect(anew.text.html.contains("version: \(version)\n"))
            #expect(!anew.text.words.contains("this draft is older"))
            #expect(anew.text.html.contains("name=\"revision\" value=\"1\""), "saving it loses nothing")
        }
    }
    /// Heard before the reason is typed, with the number to write; where nothing is changed there is nothing to raise.
    @Test func aVersionThatIsNotRaisedIsSaidBesideTheText() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let id = try #require(ServiceID(rawValue: Self.id))
            let version = try #require(whole.house.catalogue[id]?.version)
            let text = try await next(whole, summary(whole), "新" + summary(whole))
            let same = text.replacing("version: \(version + 1)\n", with: "version: \(version)\n")
            let clerk = try await Official(whole, "s-0895", region: nil, person: nil)

            let seen = try await clerk.post(Self.editor + "/preview", [("source", same)]).text
            #expect(
                seen.words.contains("Version \(version) is not above \(version)"),
                "\(seen.words.prefix(400))")
            #expect(seen.words.contains("Raise the version to \(version + 1)"))
            #expect(!seen.words.contains("Nothing is wrong"))
            #expect(seen.html.contains("<code>version: \(version)</code>"), "its line")
            #expect(seen.html.contains("<iframe"), "the page stands beside it all the same")
            let raised = try await clerk.post(Self.editor + "/preview", [("source", text)]).text
            #expect(raised.words.contains("Nothing is wrong"), "\(raised.words.prefix(400))")
        }
    }

    @Test func aDayThatIsOverComesBackWithWhatWasTyped() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let clerk = try await Official(whole, "s-0896", region: nil, person: nil)
            let text = try await next(whole)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])

            let back = try await clerk.post(
                Self.editor + "/proposal",
                [("revision", "1"), ("from", "2020-01-01"), ("reason", "a word of her own")])

            #expect(back.status == 422)
            #expect(back.text.words.contains("Please give a day from today to a year from now."))
            #expect(back.text.form(Self.editor + "/proposal") != nil)
            #expect(back.text.html.contains("a word of her own"))
            #expect(back.text.html.contains("value=\"2020-01-01\""))
            #expect(try await whole.house.staff.queries.approvals().isEmpty, "nobody is asked")
        }
    }

    @Test func aVersionThatWaitsIsToldWhereItIsWritten() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let id = try #require(ServiceID(rawValue: Self.id))
            let version = try #require(whole.house.catalogue[id]?.version)
            let clerk = try await Official(whole, "s-0897", region: nil, person: nil)
            let colleague = try await Official(whole, "s-0898", region: nil, person: nil)
            let text = try await next(whole)
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])
            let asking = "ask a second person to publish"
            #expect(try await clerk.get(Self.editor).text.words.contains(asking))
            _ = try await clerk.post(
                Self.editor + "/proposal", [("revision", "1"), ("from", today(whole)), ("reason", "x")])
            let proposal = try #require(
                try await whole.house.drafts.work(of: id.department).proposals.first)
            let approval = try #require(try await whole.house.staff.queries.approvals().first)

            for page in [Self.editor, Self.editor + "/difference"] {
                let told = try await colleague.get(page).text
                #expect(told.words.contains("Version \(version + 1) waits for another person’s decision"))
                #expect(told.words.contains("s-0897 陈样本 asked for it"), "\(told.words.prefix(600))")
                #expect(told.words.contains(ChinaTime.minute(approval.expiresAt, in: .english)))
                #expect(told.links.contains("/catalogue/proposals/\(proposal.id)"))
                #expect(!told.words.contains(asking))
            }
            let name = try #require(whole.house.catalogue[id]?.name[.english])
            let asked = try await colleague.get("/catalogue/proposals/\(proposal.id)").text
            #expect(asked.html.contains("<h1>To be published: \(name)</h1>"), "by its name")
        }
    }
}
