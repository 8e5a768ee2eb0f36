import Base
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Supervision
import Support
import Testing
import Web

@testable import Casework
@testable import Identity

/// Five faces at home, for what was handed in at home.
@Suite struct RatingPhoneTests {
    @Test(arguments: TestEngine.available)
    func whatWasHandedInAtHomeIsRatedAtHomeOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (account, session, number) = try await house.complaint()
        let path = "/account/cases/\(number)/rating"
        try await house.phone(account) { phone in
            #expect(try await phone.get(path).status == .conflict, "nothing is handed in yet")
            try await house.verbs.answer("pictures", with: "", in: number, of: session)
            try await house.verbs.submit(number, of: session, requestID: "r")
            let standing = String(buffer: try await phone.get("/account/cases/\(number)/standing").body)
            #expect(standing.contains("href=\"\(path)\""))
            let page = String(buffer: try await phone.get(path).body)
            #expect(page.matches(of: #/name="level"/#).count == 5)

            let none = try await phone.post(path, ["level": "9"], key: Token(house.world))
            #expect(none.status.code >= 400)
            let said = try await phone.post(
                path, ["level": "4", "reason": "efficiency"], key: Token(house.world))
            #expect(said.headers[.location] == path)
            let again = try await phone.post(path, ["level": "1"], key: Token(house.world))
            #expect(again.headers[.location] == path)
            let given = String(buffer: try await phone.get(path).body)
            #expect(given.contains("Thank you") && !given.contains("name=\"level\""))
        }
        let queries = RatingQueries(engine: house.engine)
        #expect(try await queries.byStation()[RateCase.atHome]?.total == 1)
        #expect(try await queries.byService().isEmpty, "one alone is not shown")
        #expect(try await house.acts("case.rated") == 1)
    }

    @Test func anothersCaseIsNotRated() async throws {
        let house = try await CaseHouse(.sqlite)
        let (_, session, number) = try await house.complaint()
        try await house.verbs.submit(number, of: session, requestID: "r")
        let stranger = try await house.account(house.visit(.two, at: 1))
        try await house.phone(stranger) { phone async throws in
            let path = "/account/cases/\(number)/rating"
            #expect(try await phone.get(path).status == .notFound)
            #expect(try await phone.post(path, ["level": "1"], key: Token(house.world)).status == .notFound)
        }
        #expect(try await house.count("ratings") == 0)
    }
}
