import Base
import Catalogue
import Foundation
import Sandbox
import Support
import Testing
import Vault
import Web

@testable import egret

/// What else happens at a terminal in a day.
@Suite(.serialized) struct VisitTests {
    @Test func secretsAreFoundAsTextAndAsHexadecimalDigits() throws {
        let person = try #require(SampleCity.xiamen().citizen(id: "chen-jing"))
        let hex = Array(person.name.utf8).map { String($0, radix: 16) }.joined()
        let secrets = Secrets(of: [person])

        #expect(
            secrets.found(in: Data("a row with \(person.number.text) in it".utf8)) == [person.number.text])
        #expect(secrets.found(in: Data("\\x00\(hex)".utf8)) == [person.name])
        #expect(secrets.found(in: Data("nothing".utf8)) == [])
    }

    @Test func theNationalSuiteLeadsToTheSamePaper() async throws {
        try await WholeHouse.run(.sqlite, suite: .national) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))

            let tray = try await citizen.fetchPaper(person, by: "face")

            #expect(
                tray.text.title == whole.house.frame.words.phrases(.english)("kiosk.paper.out.title"),
                "\(tray.text.words)")
            let paper = try #require(try whole.printed().first)
            let (status, answer) = try await whole.fetch(
                whole.address(.public) + "/api/v1/verifications",
                body: ("application/pdf", [UInt8](Data(contentsOf: paper))))
            #expect(status == 200)
            #expect(String(decoding: answer, as: UTF8.self).contains(#""outcome":"genuine""#))
            let secrets = Secrets(of: whole.box.city.citizens)
            #expect(secrets.found(in: try await whole.box.dump(of: whole.house)) == [])
        }
    }

    @Test func pressingTwiceSubmitsOnceAndPrintsOnce() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let check = try await citizen.answer(from: citizen.identify(person, by: "code"))

            let ready = try await citizen.submit(check)
            let second = try await citizen.submit(check)
            let tray = try await citizen.print(ready)
            let again = try await citizen.print(ready)

            #expect(ready.path == second.path, "\(second.status) \(second.text.words)")
            #expect(tray.text.title == again.text.title)
            #expect(try whole.printed().count == 1)
        }
    }

    @Test(arguments: [("expired", "card-expired"), ("foreign", "card-foreign")])
    func aCardThatCannotServeIsSaidAtOnce(kind: String, word: String) async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let words = whole.house.frame.words.phrases(.english)
            try await citizen.lay(person, kind: kind)

            let page = try await citizen.press(citizen.begin("code"), "/terminal/card")

            #expect(page.text.words.contains(words("kiosk.problem.\(word)")), "\(page.text.words)")
            #expect(try await citizen.code(for: person) == nil)
        }
    }

    @Test func theNextPersonFindsNothingOfTheLast() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let city = whole.box.city
            let (first, second) = (
                try #require(city.citizen(id: "chen-jing")), try #require(city.citizen(id: "lin-wei"))
            )
            let tray = try await citizen.fetchPaper(first, by: "code")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            let before = citizen.pages.count

            let form = try await citizen.identify(second, by: "code")
            let foreign = try await citizen.open(tray.path)

            #expect(form.path.hasPrefix("/cases/"))
            #expect(foreign.status == 404, "another's case looks like none")
            for seen in citizen.pages[before...] where !seen.path.hasPrefix("/terminal/simulator") {
                #expect(Secrets(of: [first]).found(in: Data(seen.text.html.utf8)) == [], "\(seen.path)")
            }
        }
    }
}
