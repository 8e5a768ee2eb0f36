import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Staff
@testable import egret

/// A paper that is revoked, from the desk over two people to whoever checks it, through all three programs.
@Suite(.serialized) struct RevocationTests {
    /// What the foot of a printed paper says.
    private struct Printed {
        let number: String
        let code: String

        init(_ paper: URL) throws {
            let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
            number = String(try #require(text.firstMatch(of: /[0-9A-Z]{31}\d{12}/)).0)
            code = String(try #require(text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)).0)
        }
    }

    private func verdict(_ whole: WholeHouse, _ code: String) async throws -> String {
        let (status, bytes) = try await whole.fetch(
            whole.address(.public) + "/verify",
            body: ("application/x-www-form-urlencoded", Array("code=\(code)".utf8)))
        #expect(status == 200)
        return PageText(html: String(decoding: bytes, as: UTF8.self)).words
    }

    @Test(arguments: TestEngine.available)
    func twoOfADepartmentRevokeAPaperAndEverybodyIsToldSo(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let tray = try await citizen.fetchPaper(person, by: "code")
            let paper = try Printed(try #require(try whole.printed().first))
            #expect(!(try await verdict(whole, paper.code)).contains("作废"))
            let clerk = try await Official(
                whole, "s-0841", roles: [.clerk, .supervisor], person: other.number)

            // Bad input: a number of nobody, another office's people, a case of one's own, somebody without a self.
            let unknown = try await clerk.post("/revocations", [("paper", "<b>0000")])
            #expect(unknown.status == 404 && unknown.text.html.contains("&lt;b&gt;0000"))
            #expect(unknown.text.words.contains("No paper of your department has this number"))
            let strangers: [(Official, Int)] = [
                (try await Official(whole, "s-0842", department: "insurance", person: other.number), 404),
                (try await Official(whole, "s-0843", region: "350205", person: other.number), 404),
                (try await Official(whole, "s-0844", person: person.number), 403),
                (try await Official(whole, "s-0845", person: nil), 403),
                (try await Official(whole, "s-0846", department: nil, person: other.number), 403),
                (try await Official(whole, "s-0847", roles: [.operator], person: other.number), 403),
            ]
            for (stranger, status) in strangers {
                let answer = try await stranger.post("/revocations", [("paper", paper.number)])
                #expect(answer.status == status, "\(stranger.id)")
                #expect(answer.text.form("/revocations/requests") == nil, "\(stranger.id)")
                if stranger.id == "s-0845" {
                    #expect(answer.text.words.contains("under “My account at the desk”"))
                    #expect(answer.text.links.contains("/me"))
                }
                let asked = try await stranger.post(
                    "/revocations/requests",
                    [("number", paper.number), ("reason", "facts-changed"), ("text", "moved")])
                #expect(asked.status == status, "\(stranger.id)")
            }
            let refusedLooks = try await whole.leaves("case.look-refused", paper.number)
            #expect(refusedLooks.count == 4, "her list says who tried, each time")

            // By the code as by the number; masked, and looked at for all to see.
            for text in [paper.code, String(paper.number.suffix(12)), paper.number] {
                let found = try await clerk.post("/revocations", [("paper", text)])
                #expect(found.status == 200 && found.text.words.contains(paper.number), "\(text)")
                #expect(
                    !found.text.html.contains(person.name) && !found.text.html.contains(person.number.text))
                #expect(found.text.form("/revocations/requests") != nil)
            }
            let looks = try await whole.leaves("case.looked", paper.number)
            // Her own tries and those of somebody who has not said who she is are among them: two each.
            #expect(looks.count == 7 && looks.allSatisfy { $0.contains("issued-paper revocation") })
            let remembered = try await whole.house.engine.read { db in
                try db.rows("SELECT ground FROM staff_looks WHERE account_id = 's-0841'").map {
                    try $0.text("ground")
                }
            }
            #expect(remembered == Array(repeating: "issued-paper", count: 3), "the rules of conduct see it")

            let request = [("number", paper.number), ("reason", "facts-changed"), ("text", "moved away")]
            #expect(
                try await clerk.post(
                    "/revocations/requests", [("number", paper.number), ("reason", "because"), ("text", "x")]
                ).status == 422)
            #expect(try await clerk.post("/revocations/requests", request).place == "/approvals")
            #expect(try await clerk.post("/revocations/requests", request).place == "/approvals")
            let approvals = try await whole.house.staff.queries.approvals().filter {
                $0.kind == .paperRevocation
            }
            try #require(approvals.count == 2)
            let decision = "/approvals/\(approvals[0].id)/decision"
            let yes = [("decision", "approved")]

            // Not by herself, not by another office's supervisor, not by one of the holder's.
            #expect(try await clerk.post(decision, yes).status == 403)
            let aliens: [Official] = [
                try await Official(
                    whole, "s-0848", roles: [.supervisor], department: "insurance", person: other.number),
                try await Official(
                    whole, "s-0849", roles: [.supervisor], region: "350205", person: other.number),
                try await Official(whole, "s-0850", roles: [.supervisor], person: person.number),
                try await Official(whole, "s-0851", roles: [.supervisor], person: nil),
                try await Official(whole, "s-0852", roles: [.clerk], person: other.number),
            ]
            for alien in aliens {
                for word in ["approved", "refused"] {
                    let answer = try await alien.post(decision, [("decision", word)])
                    #expect(answer.status == 403, "\(alien.id) \(word)")
                }
            }
            // Nor do they read of it, nor does anybody else who has nothing to do with the office.
            let outsiders =
                aliens.dropLast() + [
                    try await Official(whole, "s-0854", roles: [.technician], person: other.number),
                    try await Official(
                        whole, "s-0855", roles: [.security], department: nil, region: nil,
                        person: person.number),
                ]
            for outsider in outsiders {
                let page = try await outsider.get("/approvals")
                #expect(page.status == 200 && !page.text.html.contains("moved away"), "\(outsider.id)")
                #expect(!page.text.html.contains(paper.number), "\(outsider.id)")
            }
            // Her colleagues of the office do, and who watches over the whole city; without a word in it.
            let readers: [Official] = [
                clerk, aliens[4],
                try await Official(
                    whole, "s-0856", roles: [.security], department: nil, region: nil, person: other.number),
                try await Official(
                    whole, "s-0857", roles: [.audit], department: nil, region: nil, person: other.number),
                try await Official(
                    whole, "s-0858", roles: [.supervisor, .audit], department: "insurance",
                    person: other.number),
                try await Official(
                    whole, "s-0859", roles: [.supervisor], department: nil, region: nil, person: other.number),
            ]
            for reader in readers {
                let page = try await reader.get("/approvals")
                #expect(page.text.words.contains("moved away"), "\(reader.id)")
                #expect(page.text.form(decision) == nil, "\(reader.id)")
            }
            let undecided = try await whole.house.staff.queries.approvals().filter {
                $0.kind == .paperRevocation && $0.verdict == nil
            }
            #expect(undecided.count == 2, "nobody else's no ends it")
            #expect(!(try await verdict(whole, paper.code)).contains("作废"))

            let supervisor = try await Official(
                whole, "s-0853", roles: [.supervisor], region: "350200", person: other.number)
            let waiting = try await supervisor.get("/approvals")
            #expect(waiting.text.words.contains("What it says is no longer so"))
            #expect(waiting.text.form(decision) != nil)
            #expect(waiting.text.words.contains("moved away") && waiting.text.words.contains(paper.number))
            #expect(try await supervisor.post(decision, yes).place == "/approvals")

            let today = CalendarDate(inChinaAt: whole.house.world.now())
            let words = try await verdict(whole, paper.code)
            #expect(words.contains("这份证明已经作废"), "\(words)")
            #expect(words.contains("作废日期 \(today.shown(in: .mandarin))"), "\(words)")
            let (_, bytes) = try await whole.fetch(
                whole.address(.public) + "/api/v1/verifications",
                body: ("application/json", Array("{\"code\":\"\(paper.code)\"}".utf8)))
            let answer = String(decoding: bytes, as: UTF8.self)
            #expect(
                answer.contains("\"outcome\":\"revoked\"") && answer.contains("\"revokedOn\":\"\(today)\""))
            let revoked = try await whole.leaves("document.revoked", paper.number)
            #expect(revoked.count == 1 && revoked[0].contains("s-0841"))
            #expect(revoked[0].contains("facts-changed agreed s-0853"))

            // The second request for the same paper finds it done.
            let late = try await supervisor.post("/approvals/\(approvals[1].id)/decision", yes)
            #expect(late.status == 409 && late.text.words.contains("revoked before"))
            let again = try await clerk.post("/revocations", [("paper", paper.number)])
            #expect(again.text.form("/revocations/requests") == nil)
            #expect(again.text.words.contains("This paper was revoked before"))
            #expect(try await clerk.post("/revocations/requests", request).status == 409)

            // She stands at the terminal still: her page says so, and a press prints nothing.
            let page = try await citizen.open(String(tray.path.prefix { $0 != "?" }))
            #expect(page.text.words.contains("This paper was revoked"), "\(page.text.words)")
            #expect(page.text.form("/terminal/print") == nil)
            let pressed = try await citizen.print(tray)
            #expect(pressed.text.words.contains("This paper was revoked"), "\(pressed.text.words)")
            #expect(try whole.printed().count == 1)
            let told = try await whole.house.engine.read { db in
                try db.rows("SELECT kind FROM case_notices").map { try $0.text("kind") }
            }
            #expect(told == ["paper-revoked"])
        }
    }

    /// She has no cases of her own to work at, and says who she is all the same.
    @Test(arguments: TestEngine.available)
    func aSupervisorWhoIsNoClerkSaysWhoSheIsAndAgrees(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let another = try #require(whole.box.city.citizen(id: "wang-jianguo"))
            _ = try await citizen.fetchPaper(person, by: "code")
            let paper = try Printed(try #require(try whole.printed().first))
            let clerk = try await Official(whole, "s-0871", person: other.number)
            let supervisor = try await Official(whole, "s-0872", roles: [.supervisor], person: nil)
            let holder = try await Official(whole, "s-0873", roles: [.supervisor], person: nil)
            let notice = "Requests to revoke a paper are shown once you have given"
            #expect(try await supervisor.get("/approvals").text.words.contains(notice), "whatever waits")

            let request = [("number", paper.number), ("reason", "facts-changed"), ("text", "moved away")]
            #expect(try await clerk.post("/revocations/requests", request).place == "/approvals")
            let approval = try #require(
                try await whole.house.staff.queries.approvals().first { $0.kind == .paperRevocation })
            let decision = "/approvals/\(approval.id)/decision"

            let readers: [Official] = [
                supervisor,
                try await Official(
                    whole, "s-0874", roles: [.security], department: nil, region: nil, person: nil),
                try await Official(
                    whole, "s-0875", roles: [.audit], department: nil, region: nil, person: nil),
                try await Official(whole, "s-0876", roles: [.clerk], person: nil),
            ]
            for reader in readers {
                let page = try await reader.get("/approvals")
                #expect(page.text.words.contains(notice), "\(reader.id)")
                #expect(page.text.links.contains("/me"))
                #expect(
                    !page.text.html.contains("moved away") && !page.text.html.contains(paper.number),
                    "\(reader.id)")
                #expect(try await reader.get("/me").text.form("/me/number") != nil, "\(reader.id)")
            }
            let technician = try await Official(whole, "s-0877", roles: [.technician], person: nil)
            #expect(!(try await technician.get("/approvals").text.words.contains(notice)))
            #expect(try await technician.get("/me").text.form("/me/number") == nil)
            let refused = try await technician.post("/me/number", [("citizen-number", other.number.text)])
            #expect(refused.status == 403)

            #expect(try await supervisor.post(decision, [("decision", "approved")]).status == 403)
            let said = try await supervisor.post("/me/number", [("citizen-number", another.number.text)])
            #expect(said.place == "/me")
            // Who it is about learns of nothing, before she says it and after.
            let asked = try await holder.post("/me/number", [("citizen-number", person.number.text)])
            #expect(asked.place == "/me")
            let hers = try await holder.get("/approvals").text
            #expect(!hers.words.contains(notice) && !hers.html.contains(paper.number))

            let page = try await supervisor.get("/approvals")
            #expect(!page.text.words.contains(notice) && page.text.words.contains("moved away"))
            #expect(page.text.words.contains("s-0871 陈样本"), "\(page.text.words)")
            let service = try #require(ServiceID(rawValue: approval.matter.serviceWord))
            let title = try #require(whole.house.catalogue[service]?.name[.english])
            #expect(page.text.words.contains(title) && !page.text.words.contains(service.rawValue))
            #expect(page.text.form(decision) != nil)
            #expect(try await supervisor.post(decision, [("decision", "approved")]).place == "/approvals")
            #expect(try await verdict(whole, paper.code).contains("作废"))
            let past = try await supervisor.get("/approvals").text.words
            #expect(past.contains("s-0872 陈样本"), "who decided, by name: \(past)")
        }
    }

    /// What was begun at home and decided in no district is the whole city's: no district's desk may look, and no other
    /// department's.
    @Test func aPaperBegunAtHomeIsRevokedByItsDepartmentsOfficeOfTheCity() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let page = try await citizen.submit(
                citizen.answer(from: citizen.identify(person, by: "code")))
            let number = try #require(page.path.split(separator: "/").dropFirst().first.map(String.init))
            _ = try await whole.house.engine.write { db in
                try db.run("UPDATE cases SET terminal_id = 'online'")
            }
            let clerk = try await Official(whole, "s-0861", region: nil, person: other.number)
            let district = try await Official(whole, "s-0863", region: "350205", person: other.number)
            let stranger = try await Official(
                whole, "s-0862", department: "insurance", region: nil, person: other.number)

            #expect(try await clerk.post("/revocations", [("paper", number)]).status == 200)
            #expect(
                try await clerk.post("/cases", [("number", number), ("purpose", "question")]).status == 200)
            for outside in [stranger, district] {
                #expect(try await outside.post("/revocations", [("paper", number)]).status == 404)
                #expect(
                    try await outside.post("/cases", [("number", number), ("purpose", "question")]).status
                        == 403)
            }
            #expect(
                try await clerk.post("/cases", [("number", number), ("purpose", "revocation")]).status == 400)
        }
    }
}

extension ApprovalMatter {
    /// The service in the words of a request to revoke a paper.
    fileprivate var serviceWord: String {
        guard case .other(_, let summary, _) = self else { return "" }
        return summary.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }
}

extension WholeHouse {
    /// The acts of a kind at a case that are in the log or on the way to it.
    fileprivate func leaves(_ action: String, _ number: String) async throws -> [String] {
        try await house.engine.read { db in
            let leaves =
                try db.rows("SELECT leaf_bytes FROM audit_leaves LIMIT 1000")
                + db.rows("SELECT leaf_bytes FROM audit_pending LIMIT 1000")
            return try leaves.map { String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self) }
                .filter { $0.contains("\"\(action)\"") && $0.contains(number) }
        }
    }
}
