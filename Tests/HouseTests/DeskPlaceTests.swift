import Base
import Casework
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Desk
@testable import Staff
@testable import egret

/// Who opens a case from a list and decides it is back in that list, at that place.
@Suite(.serialized) struct DeskPlaceTests {
    private static let list = "tab=ready&service=police/residence-permit-endorsement"
    private static let carried = "list=tab%3Dready%26service%3Dpolice/residence-permit-endorsement"

    /// Cases that wait at the police of Siming, in the order of the list.
    private func handIn(_ ids: [String], _ whole: WholeHouse, _ citizen: Citizen) async throws -> [String] {
        var numbers: [String] = []
        for id in ids {
            let person = try #require(whole.box.city.citizen(id: id))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            let page = try await citizen.submit(form)
            numbers.append(
                try #require(page.path.split(separator: "/").dropFirst().first.map(String.init)))
            _ = try await citizen.leave()
        }
        return numbers.sorted()
    }

    /// As a browser asks for it: what follows the sign is the browser's own.
    private func followed(_ place: String?) throws -> String {
        String(try #require(place).prefix { $0 != "#" })
    }

    @Test(arguments: TestEngine.available)
    func aDecisionLeadsBackToItsPlaceInTheListAndToTheNextCase(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let numbers = try await handIn(["chen-jing", "huang-min"], whole, citizen)
            let clerk = try await Official(whole, "s-0841", person: other.number)
            let paths = numbers.map { "/work/cases/\($0)/review" }
            let opened = paths.map { "\($0)?\(Self.carried)" }
            let field = ("list", Self.list)

            let list = try await clerk.get("/work?\(Self.list)").text.html
            for address in opened { #expect(list.contains("href=\"\(address)\"")) }
            let outside = try await clerk.get(opened[0]).text.html
            #expect(outside.contains("href=\"\(opened[1])\" accesskey=\"x\""), "the next one is a key away")
            #expect(try await !clerk.get(opened[1]).text.html.contains("accesskey=\"x\""), "it is the last")
            #expect(try await !clerk.get(paths[0]).text.html.contains("accesskey=\"x\""), "from no list")
            #expect(try await clerk.post(paths[0] + "/claim", [field]).place == opened[0])
            let claimed = try await clerk.get(opened[0]).text.html
            #expect(claimed.contains("name=\"list\""))
            #expect(
                claimed.contains("href=\"\(opened[1])\" accesskey=\"x\""),
                "the next one of the list that she took it out of")

            let approved = try await clerk.post(paths[0] + "/approval", [field]).place
            #expect(approved == "/work?\(Self.list)&done=approved.1.0&at=\(numbers[0]).review#at")
            let back = try await clerk.get(try followed(approved)).text
            #expect(back.words.contains("Approved: 1") && back.words.contains("Next case of this list"))
            let row = try #require(back.html.firstRange(of: "id=\"at\""))
            let next = try #require(back.html.firstRange(of: ">\(numbers[1])</a>"))
            #expect(row.lowerBound < next.lowerBound, "the row that came up is where she was")

            // What she claims lies with her, under the same service; decided together, the list is the same.
            let mine = Self.list.replacing("ready", with: "mine")
            let tick = ("step", "\(numbers[1]).review")
            #expect(
                try await clerk.post("/work/batch", [("act", "claim"), tick, field]).place
                    == "/work?\(mine)&done=claimed.1.0&at=\(numbers[1]).review#at")
            #expect(
                try await clerk.post("/work/batch", [("act", "approve"), tick, ("list", mine)]).place
                    == "/work?\(mine)&done=approved.1.0&at=\(numbers[1]).review#at")
        }
    }

    /// What was claimed together is gone through as what was claimed alone: from one to the next, without the list between.
    @Test(arguments: TestEngine.available)
    func whatIsClaimedTogetherIsOpenedOneAfterTheOther(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let numbers = try await handIn(["chen-jing", "huang-min"], whole, citizen)
            let clerk = try await Official(whole, "s-0847", person: other.number)
            let ticks = numbers.map { ("step", "\($0).review") }

            let claimed = try await clerk.post(
                "/work/batch", [("act", "claim")] + ticks + [("list", Self.list)]
            ).place

            let list = try await clerk.get(try followed(claimed)).text
            let opened = numbers.map {
                "/work/cases/\($0)/review?\(Self.carried.replacing("ready", with: "mine"))"
            }
            #expect(list.words.contains("Claimed: 2") && list.words.contains("Next case of this list"))
            #expect(list.html.contains("href=\"\(opened[0])\" accesskey=\"x\""), "the first of them")
            let row = try #require(list.html.firstRange(of: "id=\"at\""))
            let first = try #require(list.html.firstRange(of: ">\(numbers[0])</a>"))
            #expect(row.lowerBound < first.lowerBound, "the keys go on from it")
            let step = try await clerk.get(opened[0]).text.html
            #expect(step.contains("href=\"\(opened[1])\" accesskey=\"x\""))
        }
    }

    /// A list that lies open is told what its rows have come to, in the words of the list, and of no other office's.
    @Test(arguments: TestEngine.available)
    func rowsThatAreShownAreAskedForAgain(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let numbers = try await handIn(["chen-jing", "huang-min"], whole, citizen)
            let clerk = try await Official(whole, "s-0843", person: other.number)
            let colleague = try await Official(whole, "s-0844", person: other.number)
            let elsewhere = try await Official(whole, "s-0845", region: "350205", person: other.number)
            let keys = numbers.map { "\($0).review" }
            func told(_ reader: Official) async throws -> [String: String] {
                let asked = keys.joined(separator: ",") + ",nonsense"
                let answer = try await reader.get("/work/counts?rows=\(asked)").text.html
                return try JSONDecoder().decode([String: String].self, from: Data(answer.utf8))
            }
            let list = try await clerk.get("/work?\(Self.list)").text.html
            for key in keys { #expect(list.contains("data-work-row=\"\(key)\">To be claimed</td>")) }
            let before = try await told(clerk)
            #expect(keys.allSatisfy { before[$0] == "To be claimed" }, "\(before)")
            #expect(before["nonsense"] == nil)

            _ = try await colleague.post("/work/cases/\(numbers[0])/review/claim")

            let after = try await told(clerk)
            #expect(after[keys[1]] == "To be claimed" && after["mine"] == "0")
            let state = try #require(after[keys[0]])
            #expect(state.hasPrefix("Being decided · s-0844 "), "\(state)")
            let others = try await told(elsewhere)
            #expect(keys.allSatisfy { others[$0] == "Not in your queue any more" }, "\(others)")
        }
    }

    /// Accounts without a department have no queue, and who watches or keeps the house has none to work at.
    @Test func whoWorksAtAQueueBeginsThere() async throws {
        let name = try #require(PersonName("陈样本"))
        func home(_ roles: Set<StaffRole>, _ department: String?) -> String {
            WorkRoutes.home(
                of: StaffAccount(
                    id: "s-0846", name: name, department: department, region: nil, roles: roles,
                    state: .active, createdAt: Instant(milliseconds: 0)))
        }

        #expect(home([.clerk], "police") == "/work")
        #expect(home([.clerk], nil) == "/")
        #expect(home([.supervisor], "police") == "/")
        #expect(home([.technician], "police") == "/")
    }

    @Test(
        "What somebody typed is carried by no address",
        arguments: ["tab=mine&text=陈静&phone=13900000000", "tab=mine&number=350203199001011234", "tab=mine"])
    func nothingTypedIsCarried(query: String) {
        #expect(ListAddress(query: query).reference == "list=tab%3Dmine")
    }
}
