import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Vault
import Web

@testable import Casework

/// Whose complaint is being answered may have come with another one.
@Suite struct SeveralTests {
    private static let service = CaseHouse.id("hotline/complaint")

    @Test(arguments: TestEngine.available)
    func aSecondComplaintIsBegunBesideTheFirst(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, first) = try await house.complaint()
        try await house.verbs.submit(first, of: session, requestID: "r")
        #expect(try await house.state(first) == .deciding)

        try await house.kiosk(1) { kiosk in
            #expect(try await kiosk.identify(house, for: Self.service) == "/cases/running")
            let page = String(buffer: try await kiosk.get("/cases/running").body)
            #expect(page.contains(first.spoken) && page.contains("Begin another one"))
            // Whoever only looks comes to the first.
            let look = try await kiosk.post("/cases", ["running": "look"])
            #expect(look.headers[.location] == "/cases/\(first)")
            let another = try #require(
                try await kiosk.post("/cases", ["running": "another"]).headers[.location])
            #expect(another.hasPrefix("/cases/") && another != "/cases/\(first)")
            // What she has begun now is what she goes on with.
            #expect(try await kiosk.get("/cases/running").headers[.location] == "/cases/opening")
            #expect(try await kiosk.post("/cases").headers[.location] == another)
        }
        #expect(try await house.state(first) == .deciding)
    }

    @Test func theSameAtHome() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, session, first) = try await house.complaint()
        let start = "/account/services/hotline/complaint/start"
        try await house.phone(account) { phone in
            // A draft is gone on with.
            let draft = try await phone.post(start, key: Token(house.world))
            #expect(draft.headers[.location] == "/account/cases/\(first)")
            try await house.verbs.submit(first, of: session, requestID: "r")

            let asked = try await phone.post(start, key: Token(house.world))
            #expect(asked.headers[.location] == "/account/services/hotline/complaint/running")
            let page = String(
                buffer: try await phone.get("/account/services/hotline/complaint/running").body)
            #expect(page.contains(first.spoken) && page.contains("action=\"\(start)\""))
            let look = try await phone.post(start, ["running": "look"], key: Token(house.world))
            #expect(look.headers[.location] == "/account/cases/\(first)")
            let another = try await phone.post(start, ["running": "another"], key: Token(house.world))
            #expect(another.headers[.location]?.hasPrefix("/account/cases/") == true)
            let path = try #require(another.headers[.location])
            #expect(path != "/account/cases/\(first)")
            // Thrown away, it does not hide the one that is being decided.
            _ = try await phone.post("\(path)/removal", key: Token(house.world))
            let again = try await phone.post(start, key: Token(house.world))
            #expect(again.headers[.location] == "/account/services/hotline/complaint/running")
            let first = try await phone.post(start, ["running": "look"], key: Token(house.world))
            #expect(first.headers[.location] == look.headers[.location])
        }
    }

    @Test(arguments: TestEngine.available)
    func eachThatRunsIsNamedAndCanBeLookedAt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (account, session, first) = try await house.complaint()
        try await house.verbs.submit(first, of: session, requestID: "r")
        house.clock.advance(by: .seconds(60))
        let visit = try await house.visit(at: 1, for: Self.service)
        let second = try await house.verbs.open(Self.service, for: visit, another: true, requestID: "r")
        try await house.verbs.fetch(second, of: visit, requestID: "r")
        try await house.answer(second, CaseHouse.complained, of: visit)
        try await house.verbs.submit(second, of: visit, requestID: "r")

        #expect(try await house.verbs.open.running(Self.service, of: visit).map(\.number) == [second, first])
        try await house.kiosk(2) { kiosk in
            #expect(try await kiosk.identify(house, for: Self.service) == "/cases/running")
            let page = String(buffer: try await kiosk.get("/cases/running").body)
            #expect(page.contains("2 of yours are being decided"))
            for number in [first, second] {
                #expect(page.contains(number.spoken) && page.contains("value=\"\(number)\""))
                let look = try await kiosk.post("/cases", ["running": "\(number)"])
                #expect(look.headers[.location] == "/cases/\(number)")
            }
            // Whoever comes to go on with something finds both: she has a letter of each to print.
            let unfinished = String(buffer: try await kiosk.get("/cases/unfinished").body)
            #expect(unfinished.contains(first.spoken) && unfinished.contains(second.spoken))
        }
        try await house.phone(account) { phone in
            let start = "/account/services/hotline/complaint/start"
            let look = try await phone.post(start, ["running": "\(first)"], key: Token(house.world))
            #expect(look.headers[.location] == "/account/cases/\(first)")
            // At home the list of her cases keeps them, apart from what she has to do.
            let list = String(buffer: try await phone.get("/account/cases").body)
            let apart = try #require(list.firstRange(of: "Handed in; there is nothing for you to do now."))
            for number in [first, second] {
                #expect(list[apart.upperBound...].contains(number.spoken))
                #expect(!list[..<apart.lowerBound].contains(number.spoken))
            }
        }
    }

    /// A number of somebody else's leads to nothing of hers.
    @Test func anothersNumberIsNotLookedAt() async throws {
        let house = try await CaseHouse(.sqlite)
        let (_, session, first) = try await house.complaint()
        try await house.verbs.submit(first, of: session, requestID: "r")
        let other = try await house.visit(.two, at: 1, for: Self.service)
        let own = try await house.verbs.open(Self.service, for: other, running: first, requestID: "r")
        #expect(own != first)
    }

    /// An endorsement is one at a time: whoever comes again goes on with the one that runs.
    @Test func whereOneIsEnoughNobodyIsAsked() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let again = try await house.visit(at: 1, for: CaseHouse.endorsement)
        #expect(try await house.verbs.open.running(CaseHouse.endorsement, of: again).isEmpty)
        #expect(
            try await house.verbs.open(CaseHouse.endorsement, for: again, another: true, requestID: "r")
                == number)
    }
}
