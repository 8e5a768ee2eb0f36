import Base
import Casework
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web
import Wire

@Suite struct JourneyTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let way: Identity.Way
        let language: String
        var testDescription: String { "\(way) \(language)" }
    }

    static let ways = ["zh-Hans", "en", "nan-Hant"].flatMap { language in
        [Identity.Way.face, .code].map { Way(way: $0, language: language) }
    }

    @Test(arguments: TestEngine.available, ways)
    func aPersonComesAndLeavesWithHerPaper(_ engine: TestEngine, _ given: Way) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        try await house.kiosk(language: given.language) { kiosk in
            let place = try await kiosk.identify(house, by: given.way)
            let first = try await kiosk.follow(place)
            #expect(first.path == place + "/questions/reason")
            #expect(first.page.contains("lang=\"\(given.language)\""))
            try await kiosk.post(first.path, ["answer": "lost"])
            #expect(try await kiosk.follow(place).path == place + "/questions/place")
            try await kiosk.post(place + "/questions/place", ["answer": "train"])
            let check = try await kiosk.follow(place)
            #expect(check.path == place + "/check")
            #expect(!check.page.contains(TestPerson.one.number.text))
            #expect(check.page.contains(TestPerson.one.number.masked))
            let open = try await kiosk.get(place + "/check?show=all")
            #expect(String(buffer: open.body).contains(TestPerson.one.number.text))
            let submitted = try await kiosk.post(place + "/submission")
            #expect(submitted.headers[.location] == place + "/paper")
            try await takePaper(kiosk, place)
            #expect(try await kiosk.get(place + "/rating").status == .ok)
            let rated = try await kiosk.post(place + "/rating", ["level": "5"])
            #expect(rated.headers[.location] == "/goodbye")
            #expect(rated.headers[.egretSession] == "end")
            #expect(try await kiosk.get("/goodbye").status == .ok)
        }
        #expect(try await house.count("cases") == 1)
        #expect(try await house.count("documents") == 1)
        #expect(try await house.count("print_tickets") == 1)
        #expect(try await house.count("citizens") == 1)
        #expect(house.registers.asked.count == 1)
        #expect(house.messages.count == (given.way == .code ? 1 : 0))
        for action in ["case.opened", "case.submitted", "identity.proved", "print.ended", "case.rated"] {
            #expect(try await house.acts(action) == 1, "\(action)")
        }
    }

    private func takePaper(_ kiosk: Kiosk, _ place: String) async throws {
        #expect(try await kiosk.get(place + "/paper").status == .ok)
        let answer = try await kiosk.postJSON(place + "/print-tickets", TicketQuestion(again: false))
        let ticket = try JSONDecoder().decode(TicketAnswer.self, from: Data(answer.body.readableBytesView))
        let looked = try await kiosk.get("/papers/\(ticket.ticketID)")
        #expect(looked.status == .methodNotAllowed, "to look is no act")
        let paper = try await kiosk.paper(ticket.ticketID)
        #expect(paper.headers[.contentType] == "application/pdf")
        #expect(String(buffer: paper.body).hasPrefix("%PDF"))
        #expect(try await kiosk.paper(ticket.ticketID).status == .conflict)
        // It lies in the tray, and the report is on its way: nobody is told to press print.
        let taking = String(buffer: try await kiosk.get(place + "/paper?out=yes").body)
        #expect(taking.contains(place + "/rating") && taking.contains("/paper?out=yes"))
        #expect(!taking.contains("/terminal/print"))
        let outcome = try await kiosk.postJSON(
            "/print-tickets/\(ticket.ticketID)/outcome",
            PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1))
        #expect(outcome.status == .noContent)
        let out = try await kiosk.get(place + "/paper")
        let tray = String(buffer: out.body)
        #expect(tray.contains(place + "/rating") && tray.contains("name=\"again\" value=\"yes\""))
        // Another was asked for, and the printer is in trouble: pressing once more asks for another again.
        let trouble = String(buffer: try await kiosk.get(place + "/paper?problem=printer-jam").body)
        #expect(trouble.contains("name=\"again\" value=\"yes\"") && !trouble.contains(place + "/rating"))
        #expect(
            ["作废", "becomes void", "作廢"].contains(where: trouble.contains), "the one in her hand becomes void"
        )
        let again = try await kiosk.postJSON(
            "/print-tickets/\(ticket.ticketID)/outcome",
            PrintOutcome(state: .failed, reason: "jam", pagesPrinted: 0))
        #expect(again.status == .conflict)
    }

    @Test func goingBackAfterSubmissionShowsThePaper() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            try await kiosk.post(place + "/questions/reason", ["answer": "lost"])
            try await kiosk.post(place + "/questions/place", ["answer": "train"])
            try await kiosk.post(place + "/submission")
            for path in ["", "/check", "/questions/reason", "/questions/place", "/paper"] {
                #expect(try await kiosk.follow(place + path).path == place + "/paper", "\(path)")
            }
            let late = try await kiosk.post(place + "/questions/reason", ["answer": "forgotten"])
            #expect(late.status == .conflict)
            try await kiosk.post(place + "/submission")
        }
        #expect(try await house.count("documents") == 1)
    }

    @Test func whatIsNotThereIsSaidWithAWayOn() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            let other = String(place.dropLast()) + "9"
            for path in [
                "/services/police/nothing", "/services/x/y", "/cases/1",
                "/cases/\(String(repeating: "9", count: 43))",
                other, other + "/check", other + "/paper", other + "/rating", place + "/questions/nothing",
                "/nowhere",
            ] {
                let answer = try await kiosk.get(path)
                #expect(answer.status == .notFound, "\(path)")
                let page = String(buffer: answer.body)
                #expect(page.contains("<h1") && page.contains("href=\"/\""), "\(path)")
                #expect(!page.contains("[problem"), "\(path)")
            }
            for ticket in ["nothing", Token(house.world).rawValue] {
                #expect(try await kiosk.paper(ticket).status == .notFound)
            }
            #expect(try await kiosk.post("/services/police/nothing/start").status == .notFound)
            #expect(
                try await kiosk.post(place + "/questions/nothing", ["answer": "x"]).status == .notFound)
        }
    }

    @Test func withoutAVisitNothingOpens() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.issued(for: house.visit(at: 1))
        try await house.kiosk { kiosk in
            for path in [
                "/cases/\(number)", "/cases/\(number)/paper", "/cases/\(number)/check", "/cases/opening",
            ] {
                #expect(try await kiosk.get(path).status == .unauthorized, "\(path)")
            }
            try await kiosk.post("/services/\(CaseHouse.residence.rawValue)/start")
            #expect(try await kiosk.get("/cases/\(number)").status == .unauthorized)
            #expect(try await kiosk.post("/cases").status == .unauthorized)
            #expect(
                try await kiosk.postJSON("/cases/\(number)/print-tickets", TicketQuestion(again: false))
                    .status == .unauthorized
            )
        }
    }

    @Test func theCameraWaitsForConsentAndCard() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            try await kiosk.post("/services/\(CaseHouse.residence.rawValue)/start")
            #expect(try await kiosk.follow("/identification/face").path == "/identification/consent")
            #expect(try await kiosk.follow("/identification/code").path == "/identification/card")
            try await kiosk.post("/identification/consent", ["face": "yes"])
            #expect(try await kiosk.follow("/identification/face").path == "/identification/card")
            try await kiosk.postJSON("/identification/card", TestPerson.one.card)
            for _ in 1...3 {
                let answer = try await kiosk.postJSON("/identification/face", Kiosk.picture(0))
                #expect(answer.status.code >= 400 && answer.status.code < 500)
            }
            let page = try await kiosk.get("/identification/face")
            #expect(!String(buffer: page.body).contains("action=\"/terminal/face\""))
            try await kiosk.post("/identification/consent", ["face": "no"])
            #expect(try await kiosk.follow("/identification/face").path == "/identification/consent")
        }
    }

    @Test func whatIsTypedIsTextAndNothingElse() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            let receiver = place + "/questions/receiver"
            try await kiosk.post(place + "/questions/purpose", ["answer": "housing"])
            try await kiosk.post(receiver, ["answer": "<script>alert(1)</script>\"'&"])
            let check = String(buffer: try await kiosk.get(place + "/check").body)
            #expect(check.contains("&lt;script&gt;") && !check.contains("<script>alert"))
            for bad in ["a\u{202E}b", "a\u{200B}b", "给 350205198503129834"] {
                let answer = try await kiosk.post(receiver, ["answer": bad])
                #expect(answer.status == .unprocessableContent)
                let page = String(buffer: answer.body)
                #expect(page.contains("name=\"answer\"") && !page.contains("\u{202E}"))
                #expect(!page.contains("350205198503129834"))
            }
            try await kiosk.post(place + "/submission")
            #expect(try await kiosk.follow(place).path == place + "/paper")
        }
    }

    @Test func aSilentDepartmentIsWaitedFor() async throws {
        let house = try await CaseHouse(.sqlite)
        house.registers.become(.down)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            #expect(try await kiosk.follow(place).path == place)
            try await kiosk.post(place + "/record")
            #expect(try await kiosk.follow(place).path == place)
            house.registers.become(.answers)
            try await kiosk.post(place + "/record")
            #expect(try await kiosk.follow(place).path == place + "/questions/reason")
        }
    }

    @Test func anAnswerAboutSomebodyElseIsNeverShown() async throws {
        let house = try await CaseHouse(.sqlite)
        house.registers.become(.otherPerson)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            let page = try await kiosk.get(place)
            #expect(page.status == .serviceUnavailable)
            #expect(!String(buffer: page.body).contains(TestPerson.two.name))
        }
        #expect(try await house.stopped(0) == [CaseHouse.residence.rawValue])
    }

    @Test func aTicketThatIsNotDueIsRefusedInWords() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            kiosk.repeats = false
            let early = try await kiosk.postJSON(place + "/print-tickets", TicketQuestion(again: false))
            #expect(early.status == .conflict)
            try await kiosk.post(place + "/questions/reason", ["answer": "lost"])
            try await kiosk.post(place + "/questions/place", ["answer": "train"])
            try await kiosk.post(place + "/submission")
            #expect(
                try await kiosk.postJSON(place + "/print-tickets", TicketQuestion(again: false)).status == .ok
            )
            let second = try await kiosk.postJSON(place + "/print-tickets", TicketQuestion(again: false))
            #expect(second.status == .conflict)
            let words = String(buffer: second.body)
            #expect(words.contains(house.frame.words.phrases(.english)("problem.ticket-in-use.title")))
        }
    }

    @Test func whoHasRatedBeforeLeavesAllTheSame() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.issued(for: house.visit())
        try await house.kiosk { kiosk in
            for _ in 1...2 {
                let place = try await kiosk.identify(house)
                #expect(place == "/cases/\(number)")
                let rated = try await kiosk.post(place + "/rating", ["level": "4"])
                #expect(rated.headers[.location] == "/goodbye" && rated.headers[.egretSession] == "end")
            }
        }
        #expect(try await house.acts("case.rated") == 1)
    }

    @Test func aPaperThatCannotBeDrawnIsRefusedInWords() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            kiosk.repeats = false
            try await kiosk.post(place + "/questions/purpose", ["answer": "housing"])
            // No font of the house has a character of this script.
            try await kiosk.post(place + "/questions/receiver", ["answer": "\u{12000}\u{12001}"])
            let answer = try await kiosk.post(place + "/submission")
            #expect(answer.status.code >= 400 && answer.status.code < 500)
            let words = String(buffer: answer.body)
            #expect(words.contains(house.frame.words.phrases(.english)("problem.paper-not-makeable.title")))
            #expect(try await kiosk.follow(place).path == place + "/check")
            try await kiosk.post(place + "/questions/receiver", ["answer": "样板小学"])
            #expect(try await kiosk.post(place + "/submission").headers[.location] == place + "/paper")
            #expect(try await kiosk.follow(place).path == place + "/paper")
        }
    }
}

extension CaseHouse {
    /// The first person's phone, as a hall would have taken it down.
    func registerPhone() async throws {
        let citizen = Citizen(
            id: Token(world), number: TestPerson.one.number, name: TestPerson.one.name,
            phone: Phone("13800138000"))
        let (vault, now) = (vault, clock.now)
        try await engine.write { db in try CitizenStore.insert(citizen, vault: vault, at: now, in: db) }
    }
}
