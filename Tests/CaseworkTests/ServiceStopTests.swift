import Audit
import Base
import Casework
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Stations
import Support
import Testing
import Web
import Wire

/// What a stopped service means for the people at the terminal.
@Suite struct StoppedServiceTests {
    private let service = CaseHouse.residence.rawValue

    @Test(arguments: TestEngine.available)
    func aStopOnOneNodeEndsEveryStepOnTheOther(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let waiting = try await house.complete(for: session)
        let other = try await house.visit(.two, at: 1)
        let paper = try await house.issued(for: other)
        let node = try house.node()

        for terminal in house.terminals.prefix(2) {
            try await house.stations.stopService(
                service, at: terminal, reason: "register-other-subject", by: .system("casework"))
        }

        await #expect(throws: TerminalRefused.serviceStopped) {
            try await node.open(CaseHouse.residence, for: session, requestID: "r")
        }
        await #expect(throws: TerminalRefused.serviceStopped) {
            try await node.fetch(waiting, of: session, requestID: "r")
        }
        await #expect(throws: TerminalRefused.serviceStopped) {
            try await node.answer("place", with: "train", in: waiting, of: session)
        }
        await #expect(throws: TerminalRefused.serviceStopped) {
            try await node.submit(waiting, of: session, requestID: "r")
        }
        await #expect(throws: TerminalRefused.serviceStopped) {
            _ = try await node.print.ticket(paper, for: other, requestID: "r")
        }
        #expect(try await house.state(waiting) == .open)
        #expect(try await house.count("print_tickets") == 0)
        #expect(house.registers.asked.count == 2)
    }

    @Test(arguments: TestEngine.available)
    func aPaperWhoseTicketIsOutAlreadyStaysInTheCentre(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let print = house.verbs.print
        let ticket = try await print.ticket(number, for: session, requestID: "r")

        try await house.stations.stopService(
            service, at: house.terminals[0], reason: "register-other-subject", by: .system("casework"))

        let id = try #require(Token(rawValue: ticket.ticketID))
        await #expect(throws: TerminalRefused.serviceStopped) {
            _ = try await print.paper(ticket: id, for: session, requestID: "r")
        }
        #expect(try await house.acts("paper.fetched") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aStopWhileTheRegisterAnswersKeepsNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        let (stations, terminal, service) = (house.stations, house.terminals[0], service)
        house.registers.whenAsked { _ in
            try await stations.stopService(
                service, at: terminal, reason: "register-other-subject", by: .system("casework"))
        }

        await #expect(throws: TerminalRefused.serviceStopped) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }

        #expect(try await house.file(number).record == nil)
    }

    @Test(arguments: TestEngine.available)
    func theSameCaseGoesOnAtAnotherStation(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.complete(for: house.visit())
        try await house.stations.stopService(
            service, at: house.terminals[0], reason: "register-other-subject", by: .system("casework"))

        let elsewhere = try await house.visit(at: 1)
        let again = try await house.open(for: elsewhere)
        try await house.verbs.submit(number, of: elsewhere, requestID: "r")

        #expect(again == number)
        #expect(try await house.state(number) == .issued)
        let here = try await house.visit(.two, for: CaseHouse.insurance)
        _ = try await house.open(CaseHouse.insurance, for: here)
    }

    @Test(arguments: Language.allCases)
    func theCitizenReadsTheTruthAndWhatToDoNext(_ language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let words = house.frame.words.phrases(language)
        house.registers.become(.otherPerson)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house)
            let number = try #require(CaseNumber(rawValue: String(place.dropFirst("/cases/".count))))
            #expect(try await house.stations.queries.openAlarms().map(\.kind) == [.serviceStopped])

            let page = try await kiosk.get(place)

            let said = String(buffer: page.body)
            #expect(page.status == .serviceUnavailable)
            for word in ["title", "what", "kept", "others"] {
                #expect(said.contains(words("kiosk.stopped.\(word)")), "\(word)")
            }
            #expect(said.contains(number.spoken))
            // Another service may have counted the same digits.
            let stopped = try #require(number.service(in: house.catalogue))
            #expect(said.contains(stopped.name[language]))
            let first = String(buffer: try await kiosk.get("/").body)
            #expect(first.contains(words("kiosk.home.stopped")))
            let shown = String(buffer: try await kiosk.get("/services/\(service)").body)
            #expect(shown.contains(words("kiosk.lack.service-stopped")) && !shown.contains("/start"))
            let other = String(buffer: try await kiosk.get("/services/\(CaseHouse.insurance.rawValue)").body)
            #expect(other.contains("/start"))
            for seen in [said, first, shown, other] {
                #expect(!seen.contains(TestPerson.two.name) && !seen.contains(TestPerson.two.number.text))
            }
            let begun = try await kiosk.post("/services/\(service)/start")
            #expect(begun.status == .serviceUnavailable)
            #expect(String(buffer: begun.body).contains(words("problem.service-stopped.title")))
        }
    }

    @Test func aPaperThatWaitsIsNotOfferedWhereItsServiceIsStopped() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.issued(for: house.visit())
        let words = house.frame.words.phrases(.english)
        try await house.kiosk { kiosk in
            #expect(try await kiosk.identify(house) == "/cases/\(number)")
            #expect(
                String(buffer: try await kiosk.get("/cases/\(number)/paper").body).contains("/terminal/print")
            )

            try await house.stations.stopService(
                service, at: house.terminals[0], reason: "document-other-subject", by: .system("casework"))

            let page = String(buffer: try await kiosk.get("/cases/\(number)/paper").body)
            #expect(page.contains(words("kiosk.stopped.title")) && !page.contains("/terminal/print"))
        }
    }

    /// What is had at home is stopped for every phone, and at no terminal.
    @Test(arguments: TestEngine.available)
    func anAnswerAboutSomebodyElseStopsTheServiceOnEveryPhone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let details = CaseHouse.details.rawValue
        let words = house.frame.words.phrases(.english)
        house.registers.become(.otherPerson)
        try await house.phone(house.account(house.visit())) { phone in
            let begun = try await phone.post("/account/services/\(details)/start", key: Token(house.world))
            let place = try #require(begun.headers[.location])
            let page = String(buffer: try await phone.get(place).body)
            #expect(page.contains(words("problem.service-stopped.title")))
            #expect(page.contains(words("kiosk.stopped.what")) && page.contains("/account/cases"))
            #expect(!page.contains(TestPerson.two.name) && !page.contains(TestPerson.two.number.text))
        }
        #expect(
            try await house.stations.queries.openAlarms().map {
                "\($0.kind) \($0.terminal ?? "") \($0.detail)"
            }
                == ["serviceStopped \(StationTerminal.atHome) \(details) register-other-subject"])
        #expect(try await house.acts("service.stopped") == 1)

        house.registers.become(.answers)
        let other = try await house.account(house.visit(.two, at: 1))
        try await house.phone(other) { phone in
            let refused = try await phone.post("/account/services/\(details)/start", key: Token(house.world))
            #expect(refused.status == .serviceUnavailable)
        }
        let there = try await house.visit(.two, at: 1, for: CaseHouse.details)
        _ = try await house.open(CaseHouse.details, for: there)

        try await house.stations.readmitService(
            details, at: StationTerminal.atHome, by: .staff("console"))
        try await house.phone(other) { phone in
            let begun = try await phone.post("/account/services/\(details)/start", key: Token(house.world))
            #expect(begun.status == .seeOther)
        }
    }

    @Test func noStopIsKeptForATerminalThatIsNot() async throws {
        let house = try await CaseHouse(.sqlite)
        await #expect(throws: TerminalRefused.unknownTerminal) {
            try await house.stations.stopService(
                service, at: "nowhere", reason: "register-other-subject", by: .system("casework"))
        }
    }

    @Test func theDeskShowsTheStopBesideItsAlarm() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.stations.stopService(
            service, at: house.terminals[0], reason: "register-other-subject", by: .system("casework"))
        let listener = Listener(.staff, frame: house.frame, world: house.world)
        let router = listener.router()
        DeskRoutes(frame: house.frame, engine: house.engine, stations: house.stations.queries)
            .add(to: router)

        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(uri: "/", method: .get, headers: [.acceptLanguage: "en"])
            let page = String(buffer: answer.body)

            #expect(page.contains(house.frame.words.phrases(.english)("desk.stops")))
            #expect(page.contains("<td>\(service)</td>") && page.contains("<td>service-stopped</td>"))
            #expect(page.contains("<td>\(service) register-other-subject</td>"))
            #expect(page.contains("<td>\(house.terminals[0])</td>"))
        }
    }
}
