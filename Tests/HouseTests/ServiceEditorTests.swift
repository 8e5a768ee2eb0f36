import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Staff
@testable import egret

/// The desk's editor for services, over HTTP.
@Suite(.serialized) struct ServiceEditorTests {
    static let id = "police/temporary-identity-proof"
    static let editor = "/catalogue/editor/\(id)"

    private func source(_ house: House) async throws -> String {
        let id = try #require(ServiceID(rawValue: Self.id))
        return try #require(try await house.drafts.published(id)?.source)
    }

    /// The next version, with another name.
    private func renamed(_ house: House, _ name: String) async throws -> String {
        let version = try #require(ServiceID(rawValue: Self.id).flatMap { house.catalogue[$0]?.version })
        return try await source(house)
            .replacing(/version: \d+/, with: "version: \(version + 1)", maxReplacements: 1)
            .replacing(
                /name: \{zh-Hans: [^,]+, en: [^,]+,/, with: "name: {zh-Hans: \(name), en: \(name),",
                maxReplacements: 1)
    }

    @Test(arguments: TestEngine.available)
    func aServiceIsWrittenSeenAgreedToOfferedAndTakenBack(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let id = try #require(ServiceID(rawValue: Self.id))
            let old = try #require(whole.house.catalogue[id]?.version)
            let clerk = try await Official(whole, "s-0831", region: nil, person: nil)
            let text = try await renamed(whole.house, "Proof2")

            let begun = try await clerk.get(Self.editor)
            #expect(begun.text.words.contains("Nothing is wrong"), "\(begun.text.words.prefix(400))")
            #expect(begun.text.words.contains("not official"), "the mark of where it comes from")
            let note = try #require(whole.house.catalogue[id]?.provenance.note)
            #expect(begun.text.words.contains(String(note[.english].prefix(40))))
            let preview = try await clerk.post(
                Self.editor + "/preview", [("source", text), ("page", "question.reason")])
            #expect(preview.status == 200 && preview.text.html.contains("sandbox=\"allow-same-origin\""))
            #expect(preview.text.html.contains("srcdoc=\"&lt;!doctype html&gt;"))
            #expect(preview.text.html.contains("/questions/reason"))
            let paper = try await clerk.post(Self.editor + "/preview", [("source", text), ("page", "paper")])
            #expect(paper.text.html.contains("src=\"data:image/png;base64,iVBOR"))

            let saved = try await clerk.post(
                Self.editor, [("revision", "0"), ("source", text), ("act", "save"), ("page", "check")])
            #expect(saved.place == Self.editor + "?page=check")
            let way = try await clerk.get(Self.editor + "?page=check")
            #expect(way.text.words.contains("ask a second person to publish"))
            let difference = try await clerk.get(Self.editor + "/difference")
            #expect(
                difference.text.html.contains("class=\"added\"") && difference.text.words.contains("Proof2"))
            let asked = try await clerk.post(
                Self.editor + "/proposal",
                [("revision", "1"), ("from", whole.today), ("reason", "better name")])
            #expect(asked.place == "/approvals")
            // Nobody is offered it yet.
            #expect(try await citizen.open("/services/\(Self.id)").text.words.contains("Proof2") == false)

            let approval = try #require(
                try await whole.house.staff.queries.approvals().first { $0.kind == .publication })
            let decision = "/approvals/\(approval.id)/decision"
            let alien = try await Official(
                whole, "s-0832", roles: [.supervisor], department: "fund", region: nil, person: nil)
            #expect(try await alien.post(decision, [("decision", "approved")]).status == 403)
            #expect(try await clerk.post(decision, [("decision", "approved")]).status == 403)
            let supervisor = try await Official(
                whole, "s-0833", roles: [.supervisor], region: nil, person: nil)
            let list = try await supervisor.get("/catalogue/editor")
            let page = try #require(list.text.html.firstMatch(of: /\/catalogue\/proposals\/[0-9a-z]+/)).0
            let proposal = try await supervisor.get(String(page))
            #expect(proposal.text.words.contains("Proof2") && proposal.text.links.contains("/approvals"))
            #expect(proposal.text.words.contains("s-0831 陈样本"))
            let waiting = try await supervisor.get("/approvals")
            let name = try #require(whole.house.catalogue[id]?.name[.english])
            let today = CalendarDate(inChinaAt: whole.house.world.now()).shown(in: .english)
            #expect(
                waiting.text.words.contains("\(name), version \(old + 1), from \(today)"),
                "\(waiting.text.words)")
            #expect(waiting.text.links.contains(String(page)), "one press away")
            #expect(waiting.text.words.contains("s-0831 陈样本"))
            #expect(waiting.text.words.contains("Publish services from the server: ask for a code"))
            #expect(waiting.text.form("/approvals/keys")?.fields["act"] == "catalogue-publish")
            #expect(!waiting.text.words.contains("For the seal"), "what she may not ask for")
            let technician = try await Official(
                whole, "s-0836", roles: [.technician], region: nil, person: nil)
            let elsewhere = try await technician.get("/approvals")
            #expect(!elsewhere.text.links.contains(String(page)), "she would be refused there")
            #expect(elsewhere.text.form("/approvals/keys") == nil)
            #expect(try await alien.get(String(page)).status == 403)
            #expect(try await supervisor.post(decision, [("decision", "approved")]).place == "/approvals")
            _ = try await whole.house.publications.follow()
            #expect(whole.house.catalogue[id]?.version == old + 1)
            #expect(try await citizen.open("/services/\(Self.id)").text.words.contains("Proof2"))

            let withdrawal = [("version", String(old + 1)), ("reason", "wrong name")]
            #expect(try await clerk.post(Self.editor + "/withdrawal", withdrawal).status == 403)
            #expect(
                try await supervisor.post(Self.editor + "/withdrawal", withdrawal).place
                    == "/catalogue/editor")
            _ = try await whole.house.publications.follow()
            #expect(whole.house.catalogue[id]?.version == old)
        }
    }

    private static let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h4\"/></svg>"
    private static let spoken = """
        spoken:
          - key: police.take-it
            text: {zh-Hans: 请拿好, en: "Please take it.", nan-Hant: 請提好}
        """

    /// The next version with a step of the department's own.
    private func withOwnStep(_ house: House) async throws -> String {
        let text = try await renamed(house, "Proof3")
        let start = try #require(text.range(of: "\nguide:"))
        return text[..<start.lowerBound] + """

            guide:
              - {text: {zh-Hans: 拿好, en: Take it, nan-Hant: 提好}, picture: take-it.svg, spoken: police.take-it}
            """ + "\n"
    }

    @Test(arguments: TestEngine.available)
    func wordsPictureAndJourneyAreWrittenAtTheDeskToo(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let id = try #require(ServiceID(rawValue: Self.id))
            let old = try #require(whole.house.catalogue[id]?.version)
            let clerk = try await Official(whole, "s-0851", region: nil, person: nil)
            let supervisor = try await Official(
                whole, "s-0852", roles: [.supervisor], region: nil, person: nil)
            let source = try await withOwnStep(whole.house)
            let layout = try #require(try await whole.house.drafts.published(id)?.layout)
            func fields(_ picture: String, fixture: String) -> [(String, String)] {
                [
                    ("source", source), ("layout", layout), ("spoken", Self.spoken), ("fixture", fixture),
                    ("picture-name-0", picture), ("picture-0", Self.svg),
                ]
            }
            let journey = "person: lin-wei\nanswers: {reason: forgotten, place: train}\nends: paper\n"

            let begun = try await clerk.get(Self.editor)
            #expect(begun.text.html.contains("data-name=\"guide/take-identity-proof.svg\""))
            #expect(begun.text.html.contains("person: "), "the release's journey is there to be changed")
            let shown = try await clerk.post(
                Self.editor + "/preview",
                fields("guide/take-it.svg", fixture: journey) + [("page", "service")])
            #expect(shown.text.html.contains("data:image/svg+xml;base64,PHN2Zy"), "\(shown.text.words)")
            let wrong = try await clerk.post(
                Self.editor + "/preview",
                fields("guide/take-it.svg", fixture: journey.replacing("forgotten", with: "eaten")))
            #expect(wrong.text.html.contains("data-file=\"fixtures/ordinary.yml\""), "\(wrong.text.words)")

            let alien = try await clerk.post(
                Self.editor,
                fields("../../registers.yml", fixture: journey) + [("revision", "0"), ("act", "save")])
            #expect(alien.status == 422 && alien.text.html.contains("value=\"../../registers.yml\""))
            #expect(alien.text.html.contains("M0 0h4"), "nothing that was drawn is lost")
            #expect(try await whole.house.drafts.draft(id) == nil)

            _ = try await clerk.post(
                Self.editor,
                fields("guide/take-it.svg", fixture: journey) + [("revision", "0"), ("act", "save")])
            let difference = try await clerk.get(Self.editor + "/difference")
            for name in ["service.yml", "guide/take-it.svg", "guide/spoken.yml", "fixtures/ordinary.yml"] {
                #expect(difference.text.html.contains("aria-label=\"\(name)\""), "\(name)")
            }
            let asked = try await clerk.post(
                Self.editor + "/proposal", [("revision", "1"), ("from", whole.today), ("reason", "own step")])
            #expect(asked.place == "/approvals", "\(asked.text.words)")
            let approval = try #require(
                try await whole.house.staff.queries.approvals().first { $0.kind == .publication })
            let decision = "/approvals/\(approval.id)/decision"
            #expect(try await clerk.post(decision, [("decision", "approved")]).status == 403)
            #expect(try await supervisor.post(decision, [("decision", "approved")]).place == "/approvals")
            _ = try await whole.house.publications.follow()
            let page = try await citizen.open("/services/\(Self.id)")
            #expect(page.text.html.contains("data:image/svg+xml;base64,PHN2Zy"))
            #expect(page.text.html.contains("data-spoken=\"Please take it.\""))

            let withdrawal = [("version", String(old + 1)), ("reason", "wrong")]
            _ = try await supervisor.post(Self.editor + "/withdrawal", withdrawal)
            _ = try await whole.house.publications.follow()
            #expect(try await citizen.open("/services/\(Self.id)").text.html.contains("PHN2Zy") == false)
        }
    }

    @Test(arguments: TestEngine.available)
    func aFileOfTheReleaseGoesAfterAQuestionAndComesBack(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, _ in
            let id = try #require(ServiceID(rawValue: Self.id))
            let clerk = try await Official(whole, "s-0871", region: nil, person: nil)
            let file = "fixtures/ordinary.yml"
            let published = try #require(try await whole.house.drafts.published(id))
            let fixture = try #require(published.parts[file])
            let fields = [
                ("source", published.source), ("layout", published.layout ?? ""), ("fixture", fixture),
                ("picture-name-0", "guide/take-identity-proof.svg"),
                ("picture-0", published.parts["guide/take-identity-proof.svg"] ?? ""), ("revision", "0"),
            ]

            let begun = try await clerk.get(Self.editor)
            #expect(begun.text.html.contains("value=\"ask \(file)\""))
            #expect(begun.text.html.contains("value=\"ask document.yml\""))
            #expect(!begun.text.html.contains("value=\"ask slots.yml\""), "the release has none")
            let asked = try await clerk.post(Self.editor, fields + [("act", "ask \(file)")])
            #expect(asked.status == 200 && asked.text.words.contains("Take \(file) out of the service?"))
            #expect(asked.text.html.contains("value=\"take-out \(file)\""))
            #expect(try await whole.house.drafts.draft(id) == nil, "asking does nothing")
            let first = try #require(
                asked.text.html.firstMatch(of: /<form[^>]*class="editor".*?<button[^>]*>/))
            #expect(first.0.contains("value=\"save\""), "the Enter key takes nothing out")
            let alien = try await clerk.post(Self.editor, fields + [("act", "take-out registers.yml")])
            #expect(alien.status == 404)

            let gone = try await clerk.post(Self.editor, fields + [("act", "take-out \(file)")])
            #expect(gone.place?.hasPrefix(Self.editor) == true)
            #expect(try await whole.house.drafts.draft(id)?.files.removed == [file])
            let page = try await clerk.get(Self.editor)
            #expect(page.text.html.contains("name=\"removed\" value=\"\(file)\""))
            #expect(page.text.html.contains("value=\"put-back \(file)\""))
            let difference = try await clerk.get(Self.editor + "/difference")
            #expect(difference.text.words.contains("\(file) is taken out of this version"))
            #expect(difference.text.form(Self.editor + "/proposal") != nil, "that alone is a change")
            // Saving once more leaves it out; its text saved anew, or the button, brings it back.
            let empty = fields.map { $0.0 == "fixture" ? ("fixture", "") : $0 } + [("removed", file)]
            func at(_ revision: Int, _ fields: [(String, String)]) -> [(String, String)] {
                fields.map { $0.0 == "revision" ? ("revision", String(revision)) : $0 }
            }
            _ = try await clerk.post(Self.editor, at(1, empty) + [("act", "save")])
            #expect(try await whole.house.drafts.draft(id)?.files.removed == [file])
            _ = try await clerk.post(Self.editor, at(2, fields) + [("removed", file), ("act", "save")])
            #expect(try await whole.house.drafts.draft(id)?.files == published)
            _ = try await clerk.post(Self.editor, at(3, fields) + [("act", "take-out \(file)")])
            _ = try await clerk.post(Self.editor, at(4, empty) + [("act", "put-back \(file)")])
            #expect(try await whole.house.drafts.draft(id)?.files.parts[file] == fixture)
            #expect(try await whole.house.drafts.draft(id)?.files.removed == [])
        }
    }

    @Test func whatIsWrongIsSaidInTheWritersLanguage() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let text = try await renamed(whole.house, "Proof4")
            let first = try #require(text.firstMatch(of: /version: \d+/)).0
            let broken = text.replacing(first, with: "ghost: 1")
            let wordy = text.replacing(first, with: "version: a: b")
            let layout = "paper: A4\nblocks:\n  - title: 证明\n  - seal: 局\n    date: x\n    glue: y\n"
            let said: [(language: String, page: String, words: [String])] = [
                (
                    "en", "en",
                    ["The key \"version\" is missing. Add it.", "This is not YAML: mapping values"]
                ),
                ("zh-CN", "zh-Hans", ["少了“version”这一项。请加上。", "一行里多了冒号（:）；如果是文字，请加引号。请改这一行"]),
                ("nan", "nan-Hant", ["欠「version」這項。請加起來。", "一逝內底加一个冒號"]),
            ]

            let about = try #require(ServiceID(rawValue: Self.id).flatMap { whole.house.catalogue[$0] })
                .provenance.note
            for (index, (language, page, words)) in said.enumerated() {
                let clerk = try await Official(
                    whole, "s-086\(index)", region: nil, person: nil, language: language)
                let keys = try await clerk.post(Self.editor + "/preview", [("source", broken)])
                #expect(keys.text.words.contains(words[0]), "\(keys.text.words)")
                let yaml = try await clerk.post(Self.editor + "/preview", [("source", wordy)])
                #expect(yaml.text.words.contains(words[1]), "\(yaml.text.words)")
                let opened = try await clerk.get(Self.editor)
                #expect(opened.text.html.contains("<html lang=\"\(page)\""))
                let note = try #require(Language(rawValue: page).map { about[$0] })
                #expect(opened.text.words.contains(note.prefix(20)), "where it comes from, in her language")
            }
            let clerk = try await Official(whole, "s-0865", region: nil, person: nil, language: "zh-CN")
            let paper = try await clerk.post(
                Self.editor + "/preview", [("source", text), ("layout", layout)])
            #expect(paper.text.words.contains("这里没有“glue”这一项。可以写：date, seal。"), "\(paper.text.words)")

            // What keeps it from being proposed stands beside the differences in the same language.
            _ = try await clerk.post(Self.editor, [("revision", "0"), ("source", broken), ("act", "save")])
            let refused = try await clerk.post(
                Self.editor + "/proposal", [("revision", "1"), ("from", whole.today), ("reason", "x")])
            #expect(refused.status == 422)
            #expect(refused.text.words.contains("这里没有 \"ghost\" 这一项"), "\(refused.text.words)")
        }
    }

    @Test func twoEditorsAndBadInputLoseNothing() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let one = try await Official(whole, "s-0834", region: nil, person: nil)
            let two = try await Official(whole, "s-0835", region: nil, person: nil)
            let text = try await renamed(whole.house, "First")

            _ = try await one.post(Self.editor, [("revision", "0"), ("source", text), ("act", "save")])
            let asks = "Why would you need it?"
            let worded = text.replacing("Why do you need the proof?", with: asks)
            _ = try await one.post(Self.editor, [("revision", "1"), ("source", worded), ("act", "save")])
            let difference = try await one.get(Self.editor + "/difference")
            #expect(difference.text.words.contains("Words changed: \(asks)"))
            #expect(difference.text.form(Self.editor + "/proposal") != nil)
            let same = try await source(whole.house)
            _ = try await one.post(Self.editor, [("revision", "2"), ("source", same), ("act", "save")])
            let late = try await two.post(
                Self.editor,
                [("revision", "0"), ("source", text.replacing("First", with: "Second")), ("act", "save")])
            #expect(late.status == 409)
            #expect(late.text.words.contains("s-0834") && late.text.words.contains("yours is not saved"))
            #expect(
                late.text.html.contains("Second") && late.text.html.contains("name=\"revision\" value=\"3\""))
            #expect(late.text.html.contains("class=\"removed\""), "the other's text stands beside it")

            let broken = try await two.post(
                Self.editor,
                [("source", text.replacing("handling: instant", with: "handling: <b>now")), ("act", "show")])
            #expect(broken.status == 200 && broken.text.html.contains("data-line="))
            #expect(broken.text.html.contains("&lt;b&gt;now") && !broken.text.html.contains("<b>now"))
            #expect(!broken.text.html.contains("<iframe"))
            let refused = try await two.post(
                Self.editor + "/proposal", [("revision", "3"), ("from", "2020-01-01"), ("reason", "x")])
            #expect(refused.status == 422)
            let stale = try await two.post(
                Self.editor + "/proposal", [("revision", "7"), ("from", whole.today), ("reason", "x")])
            #expect(stale.status == 409)
            let published = try await whole.house.drafts.published(try #require(ServiceID(rawValue: Self.id)))
            _ = try await two.post(
                Self.editor,
                [("revision", "3"), ("source", same), ("layout", published?.layout ?? ""), ("act", "save")])
            let idle = try await two.post(
                Self.editor + "/proposal",
                [("revision", "4"), ("from", whole.today), ("reason", "for nothing")])
            #expect(idle.status == 409 && idle.text.words.contains("Nothing would change"))
            let large = try await two.post(
                Self.editor, [("source", String(repeating: "x", count: 66_000)), ("act", "save")])
            #expect(large.status == 413)
            for path in [
                "/catalogue/editor/fund/deposit-proof", "/catalogue/editor/ghosts/x",
                "/catalogue/editor/police/..%2f",
            ] {
                #expect([403, 404].contains(try await two.get(path).status), "\(path)")
            }
        }
    }
}

extension WholeHouse {
    fileprivate var today: String { CalendarDate(inChinaAt: house.world.now()).description }
}
