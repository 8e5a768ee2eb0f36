import Base
import Catalogue
import Exchange
import Foundation
import Sandbox
import Staff
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import Desk
@testable import egret

/// What a booking says reaches the office at whose place the visit is, on the days around it, and nobody else.
@Suite(.serialized) struct OpenVisitTests {
    private static let phone = "15410000005"

    /// A visit to a police station of Siming.
    private func booked(_ citizen: Citizen, _ person: SampleCitizen) async throws -> CaseNumber {
        var page = try await citizen.identify(
            person, by: "face", service: "/services/police/household-appointment")
        if page.text.form("/terminal/face") != nil {
            page = try await citizen.press(page, "/terminal/face")
        }
        // Her telephone is known.
        page = try await citizen.press(page, "/cases/", ["answer": "birth"])
        page = try await citizen.submit(citizen.firstSlot(page))
        let word = try #require(page.path.split(separator: "/").dropFirst().first)
        return try #require(CaseNumber(rawValue: String(word)))
    }

    /// Lays the visit so many days from now.
    private func lay(_ number: CaseNumber, days: Int64, _ whole: WholeHouse) async throws {
        let day = Instant(milliseconds: whole.house.world.now().milliseconds + days * 86_400_000)
        let begin = CalendarDate(inChinaAt: day).start + .seconds(9 * 3_600)
        _ = try await whole.house.engine.write { db in
            try db.run(
                """
                UPDATE appointments SET starts_at_ms = \(begin), ends_at_ms = \(begin + .seconds(1_800))
                WHERE case_number = \(number)
                """)
        }
    }

    @Test(arguments: TestEngine.available)
    func theOfficeOfThePlaceOpensItAndItsPersonReadsThat(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "zhang-meili"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try await booked(citizen, person)
            let place = try #require(
                try await whole.house.engine.read { db in try AppointmentStore.find(number, in: db) }?.place)
            #expect(place == "siming")
            let path = "/visits/\(number)"
            let here = try await Official(whole, "s-0901", person: other.number)
            let strangers: [(Official, Int)] = [
                (try await Official(whole, "s-0902", region: "350206", person: other.number), 404),
                (try await Official(whole, "s-0903", department: "civil", person: other.number), 404),
                (try await Official(whole, "s-0904", region: nil, person: other.number), 404),
                (try await Official(whole, "s-0905", department: nil, person: other.number), 403),
                (try await Official(whole, "s-0906", person: person.number), 403),
                (try await Official(whole, "s-0907", person: nil), 403),
                (try await Official(whole, "s-0908", roles: [.technician], person: other.number), 403),
            ]
            for days: Int64 in [4, -2] {
                try await lay(number, days: days, whole)
                #expect(try await here.get(path).status == 409, "\(days)")
            }
            // Too early or too late is seen like any look that was refused.
            let early = try await whole.leaves().filter { $0.contains("\"case.look-refused\"") }
            #expect(early.count == 2 && early.allSatisfy { $0.contains("s-0901") }, "\(early)")
            #expect(early.allSatisfy { $0.contains(number.rawValue) })
            try await lay(number, days: 0, whole)
            for (stranger, status) in strangers {
                let answer = try await stranger.get(path)
                #expect(answer.status == status, "\(stranger.id)")
                #expect(!answer.text.html.contains(Self.phone) && !answer.text.html.contains(person.name))
            }
            func opened() async throws -> [String] {
                try await whole.leaves().filter { $0.contains("\"appointment.opened\"") }
            }
            #expect(try await opened().isEmpty)
            // Who tried another office's, or her own, is seen: by the person, and by the rules of conduct.
            let tried = try await whole.leaves().filter { $0.contains("\"case.look-refused\"") }
            #expect(tried.allSatisfy { $0.contains(number.rawValue) })
            #expect(tried.count == 8 && tried.allSatisfy { $0.contains("\"refused visit\"") }, "\(tried)")
            for id in ["s-0902", "s-0903", "s-0904", "s-0905", "s-0906", "s-0907"] {
                #expect(tried.count { $0.contains(id) } == 1, "\(id)")
            }
            let looks = try await whole.house.engine.read { db in
                try db.rows("SELECT ground FROM staff_looks WHERE case_number = \(number)").map {
                    try $0.text("ground")
                }
            }
            #expect(looks == Array(repeating: "refused", count: 8))

            // From the list to what it says, and back.
            let list = try await here.get("/visits")
            #expect(list.text.links.contains(path), "\(list.text.words)")
            #expect(!list.text.html.contains(Self.phone))
            #expect(try await !strangers[0].0.get("/visits").text.links.contains(path))
            let page = try await here.get(path)
            #expect(page.status == 200)
            for word in [person.name, Self.phone, "Register a newborn", "Yangbanli station, Siming"] {
                #expect(page.text.words.contains(word), "\(word): \(page.text.words)")
            }
            #expect(!page.text.html.contains(person.number.text))
            let leaves = try await opened()
            #expect(leaves.count == 1)
            #expect(leaves.allSatisfy { $0.contains("s-0901") && $0.contains(number.rawValue) })
            #expect(leaves.allSatisfy { $0.contains("\"phone\"") && $0.contains("\"matter\"") })

            // A new version of the service has no such place: whoever booked it comes all the same.
            try await CalendarFileTests.close(
                place, of: try #require(ServiceID(rawValue: "police/household-appointment")), whole)
            let kept = try await here.get("/visits")
            #expect(kept.text.links.contains(path) && kept.text.words.contains("Yangbanli station, Siming"))
            let anew = try await here.get(path)
            #expect(anew.status == 200 && anew.text.words.contains("Yangbanli station, Siming"))
            #expect(try await strangers[0].0.get(path).status == 404)
            #expect(try await opened().count == 2)

            // What was given back is nobody's.
            _ = try await whole.house.engine.write { db in
                try db.run(
                    """
                    UPDATE appointments SET state = 'cancelled', seat = NULL, only_day = NULL
                    WHERE case_number = \(number)
                    """)
            }
            let back = try await here.get(path)
            #expect(back.status == 404 && !back.text.html.contains(Self.phone))
            #expect(try await !here.get("/visits").text.links.contains(path))
            #expect(try await opened().count == 2)
        }
    }

    /// A newer version that books nothing takes no visit away from who has one: the office expects her, and she gives it back.
    @Test(arguments: TestEngine.available)
    func whatIsBookedOutlivesTheSlotsOfItsService(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "zhang-meili"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try await booked(citizen, person)
            let holder = try #require(
                try await whole.house.engine.read { db in try AppointmentStore.find(number, in: db) }?.citizen
            )
            try await Self.endBooking(whole)
            let own = OwnAppointments(whole.house.caseParts)
            let view = try #require(try await own.all(of: holder).first)
            #expect(view.appointment.number == number && !view.isOffered)
            #expect(view.place[.english] == "Yangbanli station, Siming")
            #expect(view.cancelledBy?.rawValue == "police/household-appointment-cancel")
            let words = whole.house.frame.words.phrases(.english)
            #expect(WhatHolds(view: view).html(words).string.contains("yours stands"))

            try await lay(number, days: 0, whole)
            let here = try await Official(whole, "s-0921", person: other.number)
            let list = try await here.get("/visits")
            #expect(list.text.links.contains("/visits/\(number)"), "\(list.text.words)")
            #expect(list.text.words.contains("Yangbanli station, Siming"))
            #expect(list.text.words.contains(words("visits.former")))
            #expect(try await here.get("/visits/\(number)").status == 200)

            // She gives it back as before: the seat is free, and the slip is void.
            try await lay(number, days: 2, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            var page = try await citizen.identify(
                person, by: "face", service: "/services/police/household-appointment-cancel")
            if page.text.form("/terminal/face") != nil {
                page = try await citizen.press(page, "/terminal/face")
            }
            page = try await citizen.press(page, "/cases/", ["answer": "busy"])
            #expect(page.text.words.contains("Yangbanli station, Siming"), "\(page.text.words)")
            _ = try await citizen.submit(citizen.firstSlot(page))
            let after = try await whole.house.engine.read { db in try AppointmentStore.find(number, in: db) }
            #expect(after?.state == .cancelled)
            #expect(try await own.all(of: holder).isEmpty)
        }
    }

    /// Publishes versions of the household visits and of what gives them back that say nothing of any slot.
    private static func endBooking(_ whole: WholeHouse) async throws {
        var files: [String: String] = [:]
        for service in ["police/household-appointment", "police/household-appointment-cancel"] {
            let folder = Repository.root.appending(path: "Services/\(service)")
            let id = try #require(ServiceID(rawValue: service))
            let old = try #require(whole.house.catalogue[id]?.version)
            files["\(service)/service.yml"] = try String(
                contentsOf: folder.appending(path: "service.yml"), encoding: .utf8
            ).replacing(/version: \d+/, with: "version: \(old + 1)", maxReplacements: 1)
                .replacing(/\{appointment\.[a-z|]+\}/, with: "")
        }
        files["police/household-appointment/slots.yml"] = ""
        try await whole.house.publications.publish(files, from: whole.house.world.now())
        try await whole.house.publications.follow()
        let booking = try #require(ServiceID(rawValue: "police/household-appointment"))
        #expect(whole.house.catalogue[booking]?.slots == nil)
    }

    /// What a page shows of a case in which this was answered, and that was read in registers.
    private func page(
        _ service: String, _ answers: [String: String], record: [String: RegisterValue], _ language: Language
    ) throws -> VisitPage {
        let furniture = try HouseBox.furniture.get()
        let service = try #require(ServiceID(rawValue: service))
        let item = try #require(furniture.catalogue[service])
        let number = try #require(CaseNumber(rawValue: item.implementationCode + "202603020001"))
        let citizen = Token(.frozen())
        let file = CaseFile(
            number: number, service: service, serviceVersion: item.version, citizen: citizen,
            terminalID: "t-1", language: language, state: .issued,
            answers: answers, record: record, openedAt: TestClock.start, submittedAt: TestClock.start,
            issuedAt: TestClock.start)
        let begin = CalendarDate(inChinaAt: TestClock.start).start + .seconds(33 * 3_600)
        return VisitPage(
            view: OpenVisit.View(
                appointment: Appointment(
                    number: number, citizen: citizen, service: service, place: "siming", startsAt: begin,
                    endsAt: begin + .seconds(3_600), state: .booked, heldUntil: nil,
                    changedAt: TestClock.start),
                form: CaseForm(
                    file, item, catalogue: furniture.catalogue, person: nil,
                    on: CalendarDate(inChinaAt: TestClock.start)),
                files: [], name: "张美丽", phone: Phone(Self.phone)),
            catalogue: furniture.catalogue)
    }

    /// Where she works stands in the insurance's register: its own office reads that, the police at a visit do not.
    @Test(arguments: [
        ("police/residence-permit-apply", ["ground": "work", "employment": "contract"], false),
        ("insurance/employment-registration", ["form": "employer"], true),
    ])
    func whatAnotherDepartmentsRegisterSaidIsNotShown(
        _ service: String, _ answers: [String: String], _ isShown: Bool
    ) throws {
        let page = try page(service, answers, record: ["employer": .text("厦门样本公司")], .english)
        #expect(page.view.form.spared.map(\.id).contains("employer"))

        let words = try HouseBox.furniture.get().frame.words.phrases(.english)
        #expect(page.questions.map(\.id).contains("employer") == isShown)
        #expect(page.questions.map(\.id).contains(answers.keys.sorted()[0]), "what she said")
        #expect(page.fields.contains("employer") == isShown)
        #expect(page.content(words, .english).string.contains("厦门样本公司") == isShown)
    }

    @Test(arguments: Language.allCases)
    func whatTheGasFitterReadsLooksAsReviewed(language: Language) throws {
        let furniture = try HouseBox.furniture.get()
        let page = try page(
            "gas/safety-visit", ["smell": "no", "matter": "hose", "phone": Self.phone],
            record: [
                "name": .text("张美丽"), "number": .text("350203199001010013"), "account": .text("60010001"),
                "address": .text("思明区样板路9号"), "checkedOn": .text("2025-03-01"),
            ], language)

        let html = page.content(furniture.frame.words.phrases(language), language).string

        #expect(html.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
        #expect(html.contains("思明区样板路9号"), "where to ring")
        #expect(!html.contains("350203199001010013"), "by name he knows her")
        #expect(page.fields == ["name", "phone", "smell", "matter", "account", "address", "checkedOn"])
        try expectSnapshot(
            html.replacing("><", with: ">\n<") + "\n", named: "desk/visit-\(language.rawValue).html")
    }
}
