import Audit
import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import Support
import Testing
import Web

@testable import Privacy

/// The pages of rights, at a terminal and in an account.
@Suite struct PrivacyPagesTests {
    @Test(arguments: [Language.mandarin, .english, .minnan])
    func aQuestionIsAskedReadAndTakenBack(language: Language) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let index = try await house.act(about: person)
        let key = Token(house.world)

        try await house.pages { client in
            let form = try await client.get(
                "/requests/new?right=question&about=\(index)", as: person, language: language.rawValue)
            let empty = try await client.post(
                "/requests", ["right": "question", "about": "\(index)"], as: person, key: Token(house.world))
            let made = try await client.post(
                "/requests", ["right": "question", "about": "\(index)", "topic": "not-me"], as: person,
                key: key)
            let place = try #require(made.location)
            let page = try await client.get(place, as: person, language: language.rawValue)
            let list = try await client.get("/requests", as: person, language: language.rawValue)
            let gone = try await client.post("\(place)/withdrawal", [:], as: person, key: Token(house.world))
            let again = try await client.post("\(place)/withdrawal", [:], as: person, key: Token(house.world))

            #expect(form.status == 200 && !form.text.contains("<textarea"), "a terminal has no keyboard")
            #expect(empty.status == 422)
            #expect(place == "/requests/R202603020001")
            let due = CalendarDate(inChinaAt: house.clock.now + .seconds(15 * 86_400))
            #expect(page.text.contains("R202603020001") && page.text.contains(due.shown(in: language)))
            #expect(list.text.contains(place))
            #expect(gone.location == place && again.status == 409)
            for page in [form, page, list] {
                #expect(page.text.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
            }
        }
    }

    @Test func anothersPagesAndNumbersThatAreNoneLookAlike() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let (one, other) = (try await house.person(1), try await house.person(2))
        let index = try await house.act(about: one)
        let number = try await house.make(house.question(index), of: one)

        try await house.pages { client in
            for path in ["/requests/\(number)", "/requests/R202603029999", "/requests/none"] {
                let page = try await client.get(path, as: other)
                #expect(page.status == 404 && page.text.contains("There is no such request"), "\(path)")
            }
            for act in ["\(index)", "999", "-1", "x", "99999999999999999999"] {
                let page = try await client.post(
                    "/requests", ["right": "question", "about": act, "topic": "other"], as: other,
                    key: Token(house.world))
                #expect(page.status == 404 && page.text.contains("There is no such record"), "\(act)")
            }
            for query in ["", "?right=none", "?right=question", "?right=copy&about=\(index)"] {
                #expect(try await client.get("/requests/new\(query)", as: one).status == 422, "\(query)")
            }
            #expect(try await client.get("/looks", as: nil).status == 401)
            #expect(try await house.verbs.own.all(of: other).isEmpty)
        }
    }

    @Test func theAccountHasTheSamePagesAndARoomToWrite() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let index = try await house.act(about: person)

        try await house.pages(.public) { client in
            let stranger = try await client.get("/account/looks?before=3", as: nil)
            let looks = try await client.get("/account/looks", as: person)
            let form = try await client.get("/account/requests/new?right=question&about=\(index)", as: person)
            let made = try await client.post(
                "/account/requests",
                ["right": "question", "about": "\(index)", "topic": "other", "text": "why%20%3Cb%3E"],
                as: person, key: Token(house.world))
            let page = try await client.get(try #require(made.location), as: person)

            #expect(stranger.location == "/account/sign-in?next=%2Faccount%2Flooks%3Fbefore%3D3")
            #expect(looks.text.contains("/account/requests/new?right=question&amp;about=\(index)"))
            #expect(form.text.contains("<textarea"))
            #expect(made.location == "/account/requests/R202603020001")
            #expect(page.text.contains("why &lt;b>") || page.text.contains("why &lt;b&gt;"))
        }
    }

    @Test func programsReadTheShapeOfFindUsage() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let item = try #require(house.catalogue.items.first)
        let use = item.registers[0]
        for _ in 1...3 {
            try await house.act(
                "register.asked", about: person, purpose: item.basicCode, fields: [use.resource] + use.fields)
        }
        let late = try await house.act(about: person, by: .staff("clerk-1"), purpose: item.basicCode)
        let release = house.clock.now + .seconds(60)
        try await house.delay(act: late, until: release, basis: house.basis, approvers: ("a", "b"))
        let path = "/api/v1/me/usage"

        try await house.pages(.public) { client in
            func ask(_ query: String = "") async throws -> [String: Any] {
                let answer = try await client.get(path + query, as: person, accept: "application/json")
                #expect(answer.status == 200, "\(query): \(answer.text)")
                let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
                return try #require(object as? [String: Any])
            }
            let all = try await ask()
            let requests = try #require(all["dataRequests"] as? [[String: Any]])
            let target = try #require(requests[0]["target"] as? [String: Any])
            #expect(all["totalUsages"] as? Int == 3, "what is kept back is not counted here either")
            #expect(requests.count == 3)
            #expect(requests[0]["logTime"] as? String == "2026-03-02T01:00:02Z")
            #expect(
                target["code"] as? String
                    == house.catalogue.departments.first?.creditCode.text)
            #expect((requests[0]["legalBasis"] as? String)?.contains(item.legalBasis[0].title) == true)
            let paged = try await ask("?limit=1&offset=1")
            #expect(paged["totalUsages"] as? Int == 3 && paged["returnedUsages"] as? Int == 1)
            #expect(try await ask("?processingType=DATA_RESPONSE")["totalUsages"] as? Int == 0)
            #expect(try await ask("?periodEnd=2026-03-02T01:00:01Z")["totalUsages"] as? Int == 1)

            house.clock.now = release
            let internals = try #require(try await ask()["internalProcessings"] as? [[String: Any]])
            #expect(internals[0]["hiddenReason"] as? String == house.basis)
            #expect(internals[0]["hiddenUntil"] as? String == UsageQuestion.text(release))

            for query in [
                "?limit=0", "?limit=1001", "?limit=x", "?offset=-1", "?periodStart=yesterday",
                "?processingType=ALL", "?periodStart=2027-01-01T00:00:00Z&periodEnd=2026-01-01T00:00:00Z",
            ] {
                let answer = try await client.get(path + query, as: person, accept: "application/json")
                #expect(answer.status == 400 && answer.text.contains("/problems/bad-request"), "\(query)")
            }
            let stranger = try await client.get(path, as: nil, accept: "application/json")
            #expect(stranger.status == 401 && stranger.text.contains("/problems/account-signed-out"))
        }
    }

    @Test("ASVS 14.2.2: no cache on the way keeps a person's pages or her copy")
    func pagesAndCopiesAreNotStoredOnTheWay() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let number = try await house.make(MakeRequest.Wish(.copy, topic: .everything), of: person)
        try await house.verbs.copy.answer(number, of: person, requestID: "r")

        try await house.pages(.public) { client in
            for path in [
                "/account/looks", "/account/consents", "/account/requests", "/account/requests/\(number)",
                "/account/requests/\(number)/copy.json", "/api/v1/me/usage",
            ] {
                let answer = try await client.execute(
                    uri: path, method: .get,
                    headers: [.cookie: "__Host-egret-public=\(person.citizen.rawValue)"])
                #expect(answer.status == .ok, "\(path)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(path)")
            }
            let none = try await client.get("/account/requests/R1/copy.json", as: person)
            #expect(none.status == 404)
        }
    }
}
