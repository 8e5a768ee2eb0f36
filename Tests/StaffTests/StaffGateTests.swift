import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Passkeys
import Stations
import Storage
import Support
import Synchronization
import Testing
import Web

@testable import Staff

@Suite struct StaffGateTests {
    private func client(
        _ house: StaffHouse,
        places: @escaping PeopleRoutes.FindPlaces = {
            DeskPlaces(departments: [], districts: [])
        }, _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let frame = try Frame(rooms: [StaffResources.bundle, PasskeysResources.bundle])
        let listener = Listener(.staff, frame: frame, world: house.world)
        let router = listener.router()
        router.add(
            middleware: StaffGate(
                current: house.verbs.current,
                access: StaffDoorRoutes.access.merging([
                    "GET /declared": .anybody, "GET /polled": .right(.readPeople),
                    "GET /people": .right(.readPeople), "GET /people/{id}": .right(.readPeople),
                ]) { $1 }, selfAsked: ["GET /polled"]))
        StaffDoorRoutes(frame: frame, verbs: house.verbs) { $0.may(.workCases) ? "/work" : "/" }.add(
            to: router)
        PeopleRoutes(
            frame: frame, verbs: house.verbs, places: places, unserved: { [] }
        ).add(to: router)
        router.get("declared") { _, _ in "hello" }
        router.get("polled") { _, _ in "news" }
        router.get("undeclared") { _, _ in "a secret" }
        try await listener.application(router).test(.router, body)
    }

    private func cookie(_ person: StaffHouse.Person) -> HTTPFields {
        [.cookie: "__Host-egret-staff=\(person.token)", .accept: "application/json"]
    }

    @Test("ASVS 8.3.1: a route of the desk that says nothing is nobody's")
    func aRouteThatSaysNothingIsNobodys() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        try await client(house) { client in
            let refused = try await client.execute(
                uri: "/undeclared", method: .get, headers: cookie(officer))
            let declared = try await client.execute(uri: "/declared", method: .get, headers: cookie(officer))
            let nowhere = try await client.execute(uri: "/nowhere", method: .get, headers: cookie(officer))
            #expect(refused.status == .forbidden)
            #expect(!String(buffer: refused.body).contains("a secret"))
            #expect(declared.status == .ok)
            #expect(nowhere.status == .notFound)
            let head = try await client.execute(uri: "/undeclared", method: .head, headers: cookie(officer))
            #expect(head.status == .forbidden)
        }
    }

    /// A department and another city are named by a publication while the desk runs.
    @Test func whereSomebodyCanServeIsAsItIsNow() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let named = Mutex<[DeskPlaces.Place]>([])
        let places: PeopleRoutes.FindPlaces = {
            let named = named.withLock(\.self)
            return DeskPlaces(departments: named, districts: [], partners: named)
        }
        try await client(house, places: places) { client in
            func page() async throws -> String {
                let answer = try await client.execute(uri: "/people", method: .get, headers: cookie(officer))
                #expect(answer.status == .ok)
                return String(buffer: answer.body)
            }
            let before = try await page()
            #expect(!before.contains("value=\"350500\""))
            named.withLock { $0 = [.init("350500", PlaceText(mandarin: "泉州"))] }
            let after = try await page()
            #expect(after.components(separatedBy: "value=\"350500\"").count == 3)
        }
    }

    @Test func whoIsNotSignedInIsLedToTheDoorAndActsNotAtAll() async throws {
        let house = try await StaffHouse(.sqlite)
        _ = try await house.firstOfficer()
        try await client(house) { client in
            let page = try await client.execute(uri: "/people", method: .get)
            #expect(page.status == .seeOther && page.headers[.location] == "/sign-in")
            let act = try await client.execute(
                uri: "/people", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "name=x"))
            #expect(act.status == .unauthorized)
            let door = try await client.execute(uri: "/sign-in", method: .get)
            #expect(door.status == .ok)
            #expect(String(buffer: door.body).contains("data-passkey=\"get\""))
        }
    }

    /// A page that lies open asks every minute; after sixteen of them only who has acted less than fifteen ago is there.
    @Test(
        "ASVS 7.3.1: what a page asks by itself keeps no session alive, and an act does",
        arguments: [([], false), ([1], false), ([2], true), ([5, 16], true)] as [([Int], Bool)])
    func whatAPageAsksByItselfKeepsNoSession(_ acts: [Int], _ isThere: Bool) async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        try await client(house) { client in
            func get(_ path: String) async throws -> TestResponse {
                try await client.execute(uri: path, method: .get, headers: cookie(officer))
            }
            for minute in 1...16 {
                house.clock.advance(by: .seconds(60))
                let polled = try await get("/polled")
                #expect(polled.status == .ok || minute >= 15)
                if acts.contains(minute) {
                    let act = try await get("/declared")
                    #expect(act.status == .ok)
                }
            }

            for path in ["/polled", "/declared"] {
                let answer = try await get(path)
                #expect(answer.status == (isThere ? .ok : .seeOther), "\(path)")
                #expect(answer.headers[.location] == (isThere ? nil : "/sign-in"))
            }
        }
    }

    @Test func whatAPageAsksByItselfWantsItsRight() async throws {
        let house = try await StaffHouse(.sqlite)
        let nobody = try await house.invite(by: house.firstOfficer())
        try await client(house) { client in
            let refused = try await client.execute(uri: "/polled", method: .get, headers: cookie(nobody))
            #expect(refused.status == .forbidden)
        }
    }

    /// Somebody wrote while her session ended: the page of the refusal carries it until she has signed in, but no secrets.
    @Test func whatIsSentAfterTheSessionEndedWaitsOnThePage() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let gone = cookie(officer)
        try await house.engine.write { db in
            _ = try db.run("UPDATE staff_sessions SET ended_at_ms = 1, end_reason = 'idle'")
        }
        try await client(house) { client in
            func post(
                _ body: String, accept: String, from cookie: String? = gone[.cookie]
            ) async throws -> String {
                var headers: HTTPFields = [
                    .contentType: "application/x-www-form-urlencoded", .accept: accept, .acceptLanguage: "en",
                ]
                headers[.cookie] = cookie
                let answer = try await client.execute(
                    uri: "/people", method: .post, headers: headers, body: ByteBuffer(string: body))
                #expect(answer.status == .unauthorized)
                return String(buffer: answer.body)
            }
            let body = "name=%3Cb%3Eone%0D%0Atwo&role=a&role=b&password=hush&code=AAAA-BBBB"
            let page = try await post(body, accept: "text/html")
            for part in [
                "href=\"/sign-in\" target=\"_blank\" rel=\"noopener\"", "action=\"/people\"",
                "<input type=\"hidden\" name=\"name\" value=\"&lt;b&gt;one\r\ntwo\">",
                "name=\"role\" value=\"a\"", "name=\"role\" value=\"b\"",
                "I have signed in: send it again",
            ] {
                #expect(page.contains(part), "\(part) in \(page)")
            }
            for part in ["hush", "AAAA-BBBB", "<b>", "Go back to the form"] {
                #expect(!page.contains(part), "\(part)")
            }
            let document = try await post(body, accept: "application/json")
            #expect(!document.contains("one"))
            let secrets = try await post("credential=abc&signature=def", accept: "text/html")
            #expect(secrets.contains("href=\"/sign-in\"") && !secrets.contains("action=\"/people\""))
            let long = try await post(
                "name=" + String(repeating: "x", count: 70_000), accept: "text/html")
            #expect(!long.contains("xxx"), "more than a form of the desk has")
            let nobody = try await post(body, accept: "text/html", from: nil)
            #expect(!nobody.contains("action=\"/people\""), "nobody ever had it")
            #expect(nobody.contains("href=\"/sign-in\""), "the way in")
            #expect(long.contains("href=\"/sign-in\""), "the way in")

            // Signed in again she sends it (``KeptFormTests``: and nobody else).
            let owner = try #require(page.firstMatch(of: /name="kept_for" value="([^"]+)"/)?.1)
            try await house.engine.write { db in
                _ = try db.run("UPDATE staff_sessions SET ended_at_ms = NULL, end_reason = NULL")
            }
            var headers = gone
            headers[.contentType] = "application/x-www-form-urlencoded"
            let hers = try await client.execute(
                uri: "/people", method: .post, headers: headers,
                body: ByteBuffer(string: "kept_for=\(owner)&" + body))
            #expect(hers.status != .conflict && hers.status != .unauthorized)
        }
    }

    @Test func aPageWhoseFormsWantAPasskeyLeadsToIt() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let other = try await house.invite(by: officer)
        try await client(house) { client in
            func page() async throws -> String {
                let answer = try await client.execute(
                    uri: "/people/\(other.id)", method: .get, headers: cookie(officer))
                #expect(answer.status == .ok)
                return String(buffer: answer.body)
            }
            let way = "href=\"/me/proof?next=/people/\(other.id)\""
            let before = try await page()
            #expect(!before.contains(way), "it was shown a short while ago")
            house.clock.advance(by: StaffSession.freshFor + .milliseconds(1))
            let after = try await page()
            #expect(after.contains(way))
        }
    }

    @Test("ASVS 3.3.1: the session travels in a __Host- cookie, strict, secure and out of reach of scripts")
    func signingInGivesACookieOfThisHostAlone() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let answer = try await posted(officer, house)
        try await client(house) { client in
            let signedIn = try await client.execute(
                uri: "/sign-in", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: answer))
            let cookie = try #require(signedIn.headers[.setCookie])
            #expect(signedIn.status == .seeOther && signedIn.headers[.location] == "/")
            #expect(cookie.hasPrefix("__Host-egret-staff="))
            for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] { #expect(cookie.contains(part)) }
            let again = try await client.execute(
                uri: "/sign-in", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: answer))
            #expect(again.status == .unprocessableContent)
        }
    }

    @Test func whoSignsInBeginsWhereHerWorkIs() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let clerk = try await house.invite(by: officer)
        try await house.grant([.clerk], to: clerk)
        let answer = try await posted(clerk, house)
        try await client(house) { client in
            let signedIn = try await client.execute(
                uri: "/sign-in", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: answer))
            #expect(signedIn.headers[.location] == "/work")
        }
    }

    /// The form that a browser posts at the door.
    private func posted(_ person: StaffHouse.Person, _ house: StaffHouse) async throws -> String {
        var device = person.device
        let answer = try device.get(try await house.verbs.signIn.offer())
        let fields = [
            ("credential", answer.credentialID), ("clientData", answer.clientData),
            ("authenticatorData", answer.authenticatorData), ("signature", answer.signature),
            ("userHandle", answer.userHandle),
        ]
        return fields.map { name, bytes in
            let text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
            return "\(name)=\(text)"
        }.joined(separator: "&")
    }
}
