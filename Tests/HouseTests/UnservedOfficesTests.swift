import Base
import Catalogue
import Foundation
import Sandbox
import Stations
import Storage
import Support
import Testing

@testable import Casework
@testable import Staff
@testable import egret

/// Offices for which nobody decides are named before somebody waits there in vain.
@Suite(.serialized) struct UnservedOfficesTests {
    private func police(_ whole: WholeHouse) async throws -> UnservedOffice? {
        try await whole.house.unservedOffices().first {
            $0.department == "police" && $0.region?.rawValue == "350203"
        }
    }

    @Test(arguments: TestEngine.available)
    func anOfficeIsNamedUntilAnActiveClerkServesIt(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            #expect(try await police(whole)?.steps == 0, "an offered service names it")
            #expect(OfficesReport(offices: try await whole.house.unservedOffices()).isWell)
            let officer = try await Official(
                whole, "s-0931", roles: [.security], department: nil, region: nil, person: nil)
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            _ = try await citizen.submit(form)

            let open = try #require(try await police(whole))
            #expect(open.steps == 2 && open.level == 4)
            let report = OfficesReport(offices: try await whole.house.unservedOffices())
            #expect(!report.isWell)
            #expect(report.lines.prefix(2).last == "      police: district 350203, 2 open")
            let people = try await officer.get("/people")
            #expect(people.text.words.contains("Offices without a clerk"), "\(people.text.words)")
            let bureau = try #require(
                whole.house.places.departments.first { $0.code == "police" }?.name.english)
            #expect(
                people.text.words.contains("\(bureau): offices without a clerk:"), "\(people.text.words)")
            #expect(people.text.words.contains("Siming District 2"), "\(people.text.words)")
            #expect(!people.text.words.contains("egret doctor"), "nobody at the desk can run it")
            let asking = try #require(people.text.html.range(of: "action=\"/people\""))
            let list = try #require(people.text.html.range(of: "Offices without a clerk"))
            #expect(asking.lowerBound < list.lowerBound, "who asks in finds the form first")

            let others: [(String, Set<StaffRole>, String?, String?)] = [
                ("s-0932", [.supervisor], "police", "350203"), ("s-0933", [.clerk], "police", "350205"),
                ("s-0934", [.clerk], "housing", "350203"), ("s-0935", [.clerk], nil, "350203"),
                ("s-0936", [.clerk], "police", nil),
            ]
            for (id, roles, department, region) in others {
                _ = try await Official(
                    whole, id, roles: roles, department: department, region: region, person: nil)
            }
            #expect(try await police(whole)?.steps == 2, "none of them decides there")
            let clerk = try await Official(whole, "s-0937", person: nil)
            #expect(try await police(whole) == nil)
            #expect(try await clerk.get("/people").status == 403)
            let me = try await clerk.get("/me")
            #expect(me.text.words.contains("\(bureau) · Siming District"), "\(me.text.words)")
            _ = try await whole.house.engine.write { db in
                try StaffAccountStore.setState("s-0937", .ended, in: db)
            }
            #expect(try await police(whole)?.steps == 2, "she is shut out")
        }
    }

    @Test func somebodyIsAskedInForADepartmentAndADistrictThatThereAre() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let officer = try await Official(
                whole, "s-0938", roles: [.security], department: nil, region: nil, person: nil)
            let page = try await officer.get("/people").text.html
            #expect(page.contains("<option value=\"350203\">Siming District</option>"))
            #expect(page.contains("<option value=\"350000\">The whole province</option>"))
            let bureau = try #require(
                whole.house.places.departments.first { $0.code == "police" }?.name.english)
            #expect(page.contains("<option value=\"police\">\(bureau)</option>"))

            for (department, region) in [
                ("policee", "350203"), ("<b>", ""), ("police", "350299"), ("police", "思明区"),
            ] {
                let answer = try await officer.post(
                    "/people", [("name", "王样本"), ("department", department), ("region", region)])
                #expect(answer.status >= 400, "\(department) \(region)")
                #expect(answer.text.links.contains("/people"), "the way back to the form")
                #expect(!answer.text.words.contains("is kept"), "\(answer.text.words)")
            }
            #expect(try await whole.house.staff.queries.people().map(\.id) == ["s-0938"])
            for (department, region) in [("police", "350203"), ("", ""), ("police", "350000")] {
                let answer = try await officer.post(
                    "/people", [("name", "王样本"), ("department", department), ("region", region)])
                #expect(answer.status == 200, "\(answer.text.words)")
            }
            let people = try await officer.get("/people").text.words
            #expect(people.contains("\(bureau) · Siming District"))
            #expect(people.contains("\(bureau) · The whole province"))
        }
    }

    @Test func theReportNamesWhereSomebodyWaitsAsAFaultAndTheRestAsAWarning() throws {
        let district = try #require(DivisionCode(rawValue: "350203"))
        let named = [
            UnservedOffice(department: "fund", level: 3, region: nil, steps: 0),
            UnservedOffice(department: "fund", level: 4, region: district, steps: 0),
        ]
        let waiting = UnservedOffice(department: "police", level: 2, region: nil, steps: 7)

        #expect(OfficesReport(offices: []).lines == ["ok    offices: every one has a clerk"])
        #expect(OfficesReport(offices: named).isWell)
        #expect(OfficesReport(offices: named).lines.last == "      fund: whole city, district 350203")
        let lines = OfficesReport(offices: [waiting] + named).lines
        #expect(!OfficesReport(offices: [waiting] + named).isWell)
        #expect(lines.map { String($0.prefix(4)) } == ["FAIL", "    ", "warn", "    "])
        #expect(lines[1] == "      police: whole province, 7 open")
    }

    @Test func aStepOfADistrictsOfficeLiesInEachDistrictOrWithTheWholeCity() throws {
        let catalogue = try HouseBox.furniture.get().catalogue
        func queues(_ service: String, _ step: String) throws -> Set<String> {
            let item = try #require(ServiceID(rawValue: service).flatMap { catalogue[$0] })
            let districts = Set(["350203", "350205"].compactMap(DivisionCode.init))
            return Set(
                StepQueue.all(
                    of: try #require(item.steps.first { $0.id == step }), in: districts
                ).map(\.rawValue))
        }

        #expect(
            try queues("hotline/complaint", "handle")
                == ["hotline/4/350203", "hotline/4/350205", "hotline/3"])
        #expect(
            try queues("police/residence-permit-endorsement", "review")
                == ["police/4/350203", "police/4/350205", "police/3"])
        #expect(try queues("police/identity-card-renewal", "make") == ["police/2"])
        #expect(
            try queues("disabled/certificate-replace", "review")
                == [
                    "disabled/4/350203", "disabled/4/350205", "disabled/4/350500", "disabled/4/350600",
                    "disabled/3",
                ])
    }
}
