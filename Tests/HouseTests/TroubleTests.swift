import Base
import Foundation
import Sandbox
import Support
import Testing
import Stations
import Web

@testable import egret

/// What a person sees when something beyond the house goes wrong: what it is, and a way on.
@Suite(.serialized) struct TroubleTests {
    /// A person of the sample city with whom something goes wrong, the way she takes, and the words she then reads.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let person: String
        let way: String
        let words: String
        /// Whether the service stops itself at the terminal.
        var stops = false

        var testDescription: String { "\(person) by \(way)" }
    }

    static let troubles: [Trouble] =
        [
            Trouble(person: "trouble-mismatch", way: "face", words: "problem.identity-mismatch.title"),
            Trouble(person: "trouble-mismatch", way: "code", words: "problem.identity-mismatch.title"),
            Trouble(person: "trouble-unknown", way: "face", words: "problem.identity-mismatch.title"),
            Trouble(person: "trouble-face", way: "face", words: "problem.face-mismatch.title"),
            Trouble(
                person: "trouble-nothing", way: "code", words: "problem.nothing-on-record.title"),
            Trouble(
                person: "trouble-other", way: "code", words: "kiosk.stopped.title", stops: true),
            // The authority compared name and number and left the face out: nobody is let on by that.
            Trouble(person: "trouble-partial", way: "face", words: "problem.face-mismatch.title"),
        ]
        + ["stall", "500", "half", "serial", "signature", "malformed"].map {
            Trouble(person: "trouble-\($0)", way: "face", words: "problem.department-unavailable.title")
        }
        + ["sms-down", "sms-slow"].map {
            Trouble(person: "trouble-\($0)", way: "code", words: "kiosk.problem.code-undelivered")
        }
        + ["down", "slow", "unsigned", "extra", "garbled"].map {
            Trouble(person: "trouble-\($0)", way: "code", words: "kiosk.waiting.title")
        }

    @Test func everyTroublemakerOfTheSampleCityIsTried() throws {
        let troublemakers = try SampleCity.xiamen().citizens.filter { !$0.behaviour.isOrdinary }.map(\.id)

        #expect(Set(troublemakers) == Set(Self.troubles.map(\.person)))
    }

    @Test(arguments: troubles)
    func whoMeetsTroubleReadsWhatItIsAndGoesOn(trouble: Trouble) async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: trouble.person))
            let words = whole.house.frame.words.phrases(.english)

            var page = try await citizen.identify(person, by: trouble.way)
            if page.path == "/cases/opening", page.text.form("/cases") != nil {
                page = try await citizen.press(page, "/cases")
            }

            let alarms = try await whole.house.stations.queries.openAlarms()
            let first = try await citizen.open("/")
            let service = try await citizen.open(Citizen.service)

            #expect(page.text.words.contains(words(trouble.words)), "\(page.path): \(page.text.words)")
            #expect(!page.text.forms.isEmpty || page.text.links.contains("/"), "\(page.text.html)")
            #expect(alarms.map(\.kind) == (trouble.stops ? [.serviceStopped] : []))
            #expect(first.text.words.contains(words("kiosk.home.stopped")) == trouble.stops)
            #expect((service.text.form(Citizen.service + "/start") == nil) == trouble.stops)
            #expect(first.text.links.contains(Citizen.service), "\(first.text.words)")
            let others = Secrets(of: whole.box.city.citizens.filter { $0.id != person.id })
            for seen in citizen.pages where !seen.path.hasPrefix("/terminal/simulator") {
                #expect(others.found(in: Data(seen.text.html.utf8)) == [], "\(seen.path)")
            }
            #expect(((try? whole.printed()) ?? []).isEmpty)
        }
    }

    @Test func anotherCardInTheMiddleEndsTheVisit() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let city = whole.box.city
            let (first, second) = (
                try #require(city.citizen(id: "chen-jing")), try #require(city.citizen(id: "lin-wei"))
            )
            let words = whole.house.frame.words.phrases(.english)
            let form = try await citizen.identify(first, by: "code")
            #expect(form.path.hasPrefix("/cases/"), "\(form.text.words)")

            try await citizen.lay(second)
            let page = try await citizen.press(citizen.open("/identification/card"), "/terminal/card")
            let after = try await citizen.open(form.path)

            #expect(page.text.words.contains(words("problem.card-other.title")), "\(page.text.words)")
            #expect(after.text.title != form.text.title)
            #expect(
                Secrets(of: [first, second]).found(in: Data((page.text.html + after.text.html).utf8)) == [])
        }
    }

    @Test func threeWrongCodesCloseTheCodesOfTheVisit() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let words = whole.house.frame.words.phrases(.english)
            try await citizen.lay(person)
            var page = try await citizen.press(citizen.begin("code"), "/terminal/card")
            let right = try #require(try await citizen.code(for: person))

            for _ in 0..<3 {
                let wrong = right == "000000" ? "111111" : "000000"
                page = try await citizen.press(page, "/identification/code", ["code": wrong])
            }

            #expect(page.text.words.contains(words("problem.code-tries-used.title")), "\(page.text.words)")
            #expect(page.text.form("/identification/code") == nil)
            #expect(page.text.links.contains("/identification"), "the camera is offered")
        }
    }

    @Test(arguments: [
        ("paperOut", "printer-paper-out"), ("jam", "printer-jam"), ("offline", "printer-offline"),
    ])
    func aPrinterInTroubleKeepsTheCaseAndPrintsLater(fault: String, word: String) async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "huang-min"))
            let words = whole.house.frame.words.phrases(.english)
            let ready = try await citizen.submit(citizen.answer(from: citizen.identify(person, by: "code")))

            try await citizen.printer(fault)
            let trouble = try await citizen.print(ready)
            try await citizen.printer("none")
            let tray = try await citizen.print(trouble)

            #expect(trouble.text.words.contains(words("kiosk.trouble.\(word)")), "\(trouble.text.words)")
            #expect(tray.text.title == words("kiosk.paper.out.title"), "\(tray.text.words)")
            #expect(try whole.printed().count == 1)
        }
    }
}
