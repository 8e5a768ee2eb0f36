import Base
import Catalogue
import Foundation
import Sandbox
import Support
import Testing
import Web

@testable import Staff
@testable import egret

/// A service that no code knows, from its files to the paper that anybody can check.
@Suite(.serialized) struct FixtureNewServiceTests {
    static let service = "police/kite-flying-proof"

    /// As a department writes it: no line of Swift, no layout, no picture of its own.
    static let source = """
        version: 1
        provenance: {mark: typical, note: Written by a test. Not an official description.}
        implementationCode: 11350200MBX900017M3009990990001
        name: {zh-Hans: 放风筝证明, en: Proof of kite flying, nan-Hant: 放風吹證明}
        summary: {zh-Hans: 证明您可以在海边放风筝, en: Proof that you may fly a kite by the sea, nan-Hant: 證明你會當佇海邊放風吹}
        act: prove
        object: kites
        topics: [home]
        search: [纸鸢, 放风筝]
        taskType: public-service
        handling: instant
        legalBasis:
          - {title: 中华人民共和国居民身份证法, clause: 第十三条, verified: false}
        conditions:
          - {zh-Hans: 年满六周岁, en: You are six or older, nan-Hant: 滿六歲}
        materials:
          - name: {zh-Hans: 居民身份证, en: Identity card, nan-Hant: 居民身份證}
            source: identity
            sparedBySharing: false
        statutoryTime: {amount: 0, unit: minutes}
        promisedTime: {amount: 0, unit: minutes}
        fee:
          fen: 0
          basis: {zh-Hans: 不收费, en: No fee, nan-Hant: 免費}
        result:
          kind: paper
          name: {zh-Hans: 放风筝证明（一页）, en: Proof of kite flying (one page), nan-Hant: 放風吹證明（一頁）}
          validityDays: 30
        selfService: true
        channels: [terminal, desk]
        minutes: 2
        registers:
          - resource: police/residents
            fields: [name, number]
            purpose: {zh-Hans: 核对您的身份, en: To confirm who you are, nan-Hant: 核對你的身份}
        questions:
          - id: beach
            kind: choice
            required: true
            label: {zh-Hans: 您在哪里放？, en: "Where do you fly it?", nan-Hant: 你佇佗位放？}
            why: {zh-Hans: 证明上写明地方, en: The proof names the place, nan-Hant: 證明頂懸有寫所在}
            options:
              - {id: baicheng, label: {zh-Hans: 白城沙滩, en: Baicheng beach, nan-Hant: 白城沙灘}}
              - {id: guanyin, label: {zh-Hans: 观音山沙滩, en: Guanyinshan beach, nan-Hant: 觀音山沙灘}}
        assurance: substantial
        factorSets: [[card, face], [card, code]]
        prefill:
          - police/residents.name
          - police/residents.number
        paper:
          statement: "{name}（公民身份号码：{number}）可以在{answer.beach}放风筝。"
          english: "The person named above may fly a kite by the sea."
        guide: [put-card, prove-yourself, answer-questions, check-answers, take-paper]
        """

    @Test(arguments: TestEngine.available)
    func aServiceThatNoCodeKnowsIsFoundGivenAndVerified(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            #expect(try await citizen.open("/services/\(Self.service)").status == 404)
            #expect(try await citizen.open("/services?q=zhiyuan").text.links.allSatisfy { $0 != link })

            try await publish(whole)
            do {
                try await untilOffered(whole, citizen)
                try await use(whole, citizen, person)
            } catch {
                Issue.record(error)
            }
            // Taken back, it is offered no more.
            let id = try #require(ServiceID(rawValue: Self.service))
            try await whole.house.drafts.withdraw(
                id, version: 1, because: nil, by: VersionWithdrawal.console, requestID: nil)
            _ = try await whole.house.publications.follow()
            #expect(try await citizen.open(link).status == 404)
            #expect(try await citizen.open("/services?q=kite").text.links.allSatisfy { $0 != link })
        }
    }

    private func use(_ whole: WholeHouse, _ citizen: Citizen, _ person: SampleCitizen) async throws {
        // She finds it in her own words, and reads beforehand what she has to know.
        for words in ["纸鸢", "fangfengzheng", "kite"] {
            let query = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let found = try await citizen.open("/services?q=\(query)")
            #expect(found.text.links.contains(link), "\(words): \(found.text.words)")
        }
        let front = try await citizen.open(link)
        #expect(front.text.words.contains("You are six or older"), "\(front.text.words)")

        let form = try await citizen.answer(
            from: citizen.identify(person, by: "code", service: link))
        #expect(form.text.words.contains("Baicheng beach"), "\(form.text.words)")
        let tray = try await citizen.print(citizen.submit(form))
        #expect(
            tray.text.title == whole.house.frame.words.phrases(.english)("kiosk.paper.out.title"),
            "\(tray.text.words)")
        let papers = try whole.printed()
        try #require(papers.count == 1)
        try await check(papers[0], person, whole)
    }

    private var link: String { "/services/\(Self.service)" }

    /// From a console of its own, with the code that two people of the desk have agreed to give.
    private func publish(_ whole: WholeHouse) async throws {
        let console = try await whole.box.house(sandboxPort: whole.sandboxPort)
        do {
            let files = ["\(Self.service)/service.yml": Self.source + "\n"]
            let now = World.live.now()
            let fingerprint = ServicePublication.fingerprint(of: files)
            let review = try await PublishCommand.review(files, from: now, console)
            #expect(review.isFit && review.lines == [], "the command has nothing to say of it")
            let permits = console.staff.permits
            try await Self.agree(
                to: .publish(fingerprint, from: CalendarDate(inChinaAt: now)), whole, permits)
            let published = try await console.publications.publish(files, from: now)
            #expect(published.map(\.service.rawValue) == [Self.service])
        } catch {
            await console.close()
            throw error
        }
        await console.close()
    }

    /// One alone may not: a clerk asks at the desk, a supervisor of the department agrees, and the code is good once.
    private static func agree(to act: PermitAct, _ whole: WholeHouse, _ permits: Permits) async throws {
        let clerk = try await Official(whole, "s-0841", region: nil, person: nil)
        let supervisor = try await Official(
            whole, "s-0842", roles: [.supervisor], region: nil, person: nil)
        await #expect(throws: StaffRefused.permitNeeded) { try await permits.use(nil, for: act) }
        let words = act.text.split(separator: " ", maxSplits: 1).map(String.init)
        let asked = try await clerk.post(
            "/approvals/keys",
            [("act", words[0]), ("fingerprint", words[1]), ("keys-reason", "a new service")])
        #expect(asked.place == "/approvals", "\(asked.text.words)")
        let approval = try #require(
            try await whole.house.staff.queries.approvals().first { $0.kind == .publication })
        let decision = "/approvals/\(approval.id)/decision"
        #expect(try await clerk.post(decision, [("decision", "approved")]).status == 403)
        let shown = try await supervisor.post(decision, [("decision", "approved")])
        let code = try #require(
            shown.text.words.firstMatch(of: /[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){3}/),
            "\(shown.status) \(shown.text.words)")
        try await permits.use(String(code.0), for: act)
        await #expect(throws: StaffRefused.permitUnknown) {
            try await permits.use(String(code.0), for: act)
        }
    }

    /// Each node of the house looks every few seconds by itself.
    private func untilOffered(_ whole: WholeHouse, _ citizen: Citizen) async throws {
        for _ in 0..<600 {
            if try await citizen.open(link).status == 200 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("it is not offered")
    }

    private func check(_ paper: URL, _ person: SampleCitizen, _ whole: WholeHouse) async throws {
        let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
        #expect(text.contains(person.name) && text.contains(person.number.text), "\(text)")
        #expect(text.contains("白城沙滩") && text.contains("放风筝证明"), "\(text)")
        let picture = whole.box.folder.appending(path: "page").path
        _ = try ForeignProgram.run("pdftoppm", ["-r", "200", "-png", "-singlefile", paper.path, picture])
        let code = try ForeignProgram.qrCode(on: picture + ".png")
        let asked = try JSONEncoder().encode(["text": code])
        let (status, answer) = try await whole.fetch(
            whole.address(.public) + "/api/v1/verifications", body: ("application/json", [UInt8](asked)))
        let verdict = try JSONDecoder().decode(JourneyTests.Verdict.self, from: Data(answer))
        #expect(status == 200 && verdict.outcome == "genuine", "\(code)")

        // The page for people says the same of what somebody types from the foot of the paper.
        let foot = try #require(text.firstMatch(of: /[0-9A-Z]{4}(?:[- ][0-9A-Z]{4}){3}/), "\(text)")
        let typed = String(foot.0).replacing(" ", with: "-")
        let (shown, bytes) = try await whole.fetch(
            whole.address(.public) + "/verify",
            body: ("application/x-www-form-urlencoded", Array("code=\(typed)".utf8)))
        let page = PageText(html: String(decoding: bytes, as: UTF8.self)).words
        let genuine = Language.allCases.map { whole.house.frame.words.phrases($0)("verify.genuine.title") }
        #expect(shown == 200 && genuine.contains { page.contains($0) }, "\(typed.debugDescription) \(page)")
        #expect(!page.contains(person.number.text))
    }
}
