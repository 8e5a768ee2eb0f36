import Base
import Casework
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Vault
import Web

@testable import egret

/// The public pages of an appointment, and its calendar file as somebody else's parser reads it.
@Suite(.serialized) struct CalendarFileTests {
    @Test func aBookingIsFoundByNumberAndCodeAndItsFileIsRead() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "zhang-meili"))
            let service = "/services/police/household-appointment"
            var page = try await citizen.identify(person, by: "face", service: service)
            if page.text.form("/terminal/face") != nil {
                page = try await citizen.press(page, "/terminal/face")
            }
            // Her telephone is known.
            page = try await citizen.press(page, "/cases/", ["answer": "birth"])
            page = try await citizen.firstSlot(page)
            #expect(page.path.hasSuffix("/check"), "\(page.text.words)")
            page = try await citizen.submit(page)
            let number = try #require(page.path.split(separator: "/").dropFirst().first)
            #expect(String(number).count >= 43)
            _ = try await citizen.print(page)

            let citizenID = try await whole.house.engine.read { db in
                try CaseStore.find(
                    #require(CaseNumber(rawValue: String(number))), vault: whole.house.vault, in: db)?.citizen
            }
            let own = OwnAppointments(whole.house.caseParts)
            let holder = try #require(citizenID)
            let view = try #require(try await own.all(of: holder).first)
            let texts = Language.allCases.map { language in
                CalendarFile(view, in: language).text(whole.house.frame.words.phrases(language))
            }
            for text in texts {
                #expect(!text.contains(person.name) && !text.contains(person.number.text))
                #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
                try Self.read(text, view)
            }
            try await Self.close(view.appointment.place, of: view.item.id, whole)
            let kept = try #require(try await own.all(of: holder).first)
            #expect(kept.place == view.place && kept.name == view.name)
            #expect(try await own.one(view.appointment.number, of: holder).place == view.place)
        }
    }

    /// A new version of the service has no such place any more.
    static func close(_ place: String, of service: ServiceID, _ whole: WholeHouse) async throws {
        let old = try #require(whole.house.catalogue[service]?.version)
        func text(_ name: String) throws -> String {
            let folder = Repository.root.appending(path: "Services/\(service.rawValue)")
            return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        let left = try text("slots.yml").split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("{id: \(place),") }
        let source = try text("service.yml").replacing(
            /version: \d+/, with: "version: \(old + 1)", maxReplacements: 1)
        try await whole.house.publications.publish(
            [
                "\(service.rawValue)/service.yml": source,
                "\(service.rawValue)/slots.yml": left.joined(separator: "\n"),
            ], from: whole.house.world.now())
        // The house looks by itself too, and may have been the first.
        try await whole.house.publications.follow()
        #expect(whole.house.catalogue[service]?.slots?.place(place) == nil)
    }

    private static func read(_ text: String, _ view: OwnAppointments.View) throws {
        guard let python = ForeignProgram.python else {
            #expect(!ForeignProgram.isRequired, "EGRET_VENV names no Python")
            return
        }
        let script = """
            import sys, json
            from icalendar import Calendar
            calendar = Calendar.from_ical(sys.stdin.buffer.read())
            events = calendar.walk("VEVENT")
            alarms = calendar.walk("VALARM")
            assert len(events) == 1 and len(alarms) == 1
            assert not calendar.errors and not events[0].errors
            event = events[0]
            print(json.dumps({
                "start": int(event.decoded("dtstart").timestamp() * 1000),
                "end": int(event.decoded("dtend").timestamp() * 1000),
                "summary": str(event["summary"]), "place": str(event["location"]),
                "alarm": alarms[0].decoded("trigger").total_seconds(),
                "keys": sorted(event.keys())}))
            """
        let answer = try ForeignProgram.run(python, ["-c", script], input: text)
        #expect(answer.status == 0, "\(answer.output)")
        let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        #expect((object?["start"] as? NSNumber)?.int64Value == view.appointment.startsAt.milliseconds)
        #expect((object?["end"] as? NSNumber)?.int64Value == view.appointment.endsAt.milliseconds)
        #expect((object?["alarm"] as? NSNumber)?.doubleValue == -86_400)
        let summaries = Language.allCases.map { view.item.name[$0] }
        #expect(summaries.contains(object?["summary"] as? String ?? ""))
        #expect(Language.allCases.map { view.place[$0] }.contains(object?["place"] as? String ?? ""))
        #expect(
            object?["keys"] as? [String] == [
                "CLASS", "DTEND", "DTSTAMP", "DTSTART", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "UID",
            ])
    }
}

extension Citizen {
    /// From the page of places, or of her bookings, over the first that is free, to the page that shows everything.
    func firstSlot(_ page: Page) async throws -> Page {
        var page = page
        for mark in ["?place=", "&day="] {
            guard page.text.forms.allSatisfy({ !$0.action.hasSuffix("/appointment") }) else { break }
            guard let link = page.text.links.first(where: { $0.contains(mark) }) else {
                throw Lost(description: "nothing is free at \(page.path): \(page.text.words)")
            }
            page = try await open(link)
        }
        guard let form = page.text.forms.first(where: { $0.action.hasSuffix("/appointment") }) else {
            throw Lost(description: "no time to choose at \(page.path): \(page.text.words)")
        }
        return try await send(
            form, form.choices.compactMapValues(\.first))
    }
}
