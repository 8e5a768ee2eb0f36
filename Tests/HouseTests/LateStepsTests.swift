import Base
import Catalogue
import Logging
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import Desk
@testable import Staff
@testable import egret

/// What a supervisor learns of steps that her office did not decide in time.
@Suite(.serialized) struct LateStepsTests {
    private static let review = "review"

    /// A case that waits at the police of Siming.
    private func handIn(_ whole: WholeHouse, _ citizen: Citizen) async throws -> CaseStep {
        let person = try #require(whole.box.city.citizen(id: "chen-jing"))
        let form = try await citizen.answer(
            from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
        let page = try await citizen.submit(form)
        let number = try #require(
            page.path.split(separator: "/").dropFirst().first.flatMap { CaseNumber(rawValue: String($0)) })
        return try #require(
            try await whole.house.engine.read { db in
                try CaseStepStore.find(CaseStep.Key(number, Self.review), in: db)
            })
    }

    /// The kinds of jobs that look after deadlines, at this moment, in a house that was started for it.
    private func run(_ whole: WholeHouse, at moment: Instant, seed: UInt64) async throws -> [String] {
        let world = World.frozen(TestClock(at: moment), seed: seed)
        let house = try await whole.box.house(world: world)
        let kinds = [
            "case.step-due", "case.step-escalation", LateStepsJob.kindName, EscalatedStepsJob.kindName,
        ]
        _ = try await JobRunner(
            engine: house.engine, handlers: house.jobHandlers.filter { kinds.contains($0.kind) },
            world: world, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).runDue(atMost: 20)
        let called = try await house.engine.read { db in
            try db.rows("SELECT payload_bytes FROM jobs WHERE kind = 'staff.notice' LIMIT 100").map {
                String(decoding: try $0.bytes("payload_bytes"), as: UTF8.self)
            }
        }
        await house.close()
        return called
    }

    private func put(_ step: CaseStep, _ state: String, _ whole: WholeHouse) async throws {
        let house = try await whole.box.house(
            world: .frozen(TestClock(at: try #require(step.due).at)))
        _ = try await house.engine.write { db in
            try db.run(
                """
                UPDATE case_steps SET state = \(state), account_id = 's-0001'
                WHERE case_number = \(step.key.number) AND step = \(step.key.step)
                """)
        }
        await house.close()
    }

    @Test(arguments: TestEngine.available)
    func theSupervisorsOfTheOfficeAreCalledOnceInTheMorningAlsoOverARestart(
        engine: TestEngine
    ) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due).at
            #expect(step.queue.rawValue == "police/4/350203")
            let people: [(String, Set<StaffRole>, String?, String?)] = [
                ("s-0901", [.supervisor], "police", "350203"), ("s-0902", [.clerk], "police", "350203"),
                ("s-0903", [.supervisor], "police", "350205"), ("s-0904", [.supervisor], "housing", "350203"),
                ("s-0905", [.supervisor], nil, nil), ("s-0906", [.supervisor], "police", "350203"),
            ]
            for (id, roles, department, region) in people {
                _ = try await Official(
                    whole, id, roles: roles, department: department, region: region, person: nil)
            }
            _ = try await whole.house.engine.write { db in
                try StaffAccountStore.setState("s-0906", .ended, in: db)
            }
            try await whole.stopCentre()
            let nine = due + .seconds(9 * 3_600) + .milliseconds(1)

            #expect(try await run(whole, at: due, seed: 1) == [], "in time")
            #expect(try await run(whole, at: due + .milliseconds(1), seed: 2) == [], "not at midnight")
            #expect(try await run(whole, at: nine - .milliseconds(1), seed: 3) == [])
            #expect(try await run(whole, at: nine, seed: 4) == ["s-0901 steps-late"])
            #expect(try await run(whole, at: nine + .seconds(10 * 86_400), seed: 5).count == 1, "once")
            try await whole.startCentre()
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsDecidedBeforeTheMorningCallsNobody(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due).at
            _ = try await Official(whole, "s-0911", roles: [.supervisor], person: nil)
            try await whole.stopCentre()
            #expect(try await run(whole, at: due + .milliseconds(1), seed: 1) == [])
            try await whole.startCentre()
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let clerk = try await Official(whole, "s-0912", person: other.number)
            let number = step.key.number
            for step in [step.key.step, "issue"] {
                let path = "/work/cases/\(number)/\(step)"
                _ = try await clerk.post(path + "/claim")
                #expect(try await clerk.post(path + "/approval").place == "/work?tab=mine&done=approved.1.0")
            }
            try await whole.stopCentre()

            #expect(try await run(whole, at: due + .seconds(10 * 3_600), seed: 2) == [])
            try await whole.startCentre()
        }
    }

    /// A correction asked for between midnight and nine moves no deadline when it is answered the same day.
    @Test(arguments: TestEngine.available)
    func whatWaitedForItsPersonAtNineIsToldOnTheMorningAfterItIsBack(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due).at
            _ = try await Official(whole, "s-0931", roles: [.supervisor], person: nil)
            try await whole.stopCentre()
            let nine = due + .seconds(9 * 3_600) + .milliseconds(1)
            let day = Duration.seconds(86_400)
            #expect(try await run(whole, at: due + .milliseconds(1), seed: 1) == [])
            try await put(step, "correction", whole)
            #expect(try await run(whole, at: nine, seed: 2) == [])
            #expect(try await run(whole, at: nine + day, seed: 3) == [], "it waits still")
            try await put(step, "claimed", whole)

            #expect(try await run(whole, at: nine + day + day, seed: 4) == ["s-0931 steps-late"])
            #expect(try await run(whole, at: nine + day * 10, seed: 5).count == 1, "once")
            try await whole.startCentre()
        }
    }

    private func refer(
        _ step: CaseStep, to office: String, at moment: Instant, seed: UInt64, _ whole: WholeHouse
    ) async throws {
        let house = try await whole.box.house(world: .frozen(TestClock(at: moment), seed: seed))
        let clerk = Clerk(account: "s-0001", queue: step.queue) { _ in false }
        try await house.desk.claim.claim(step.key, by: clerk, requestID: "r")
        try await house.desk.refer(
            step.key, to: try #require(StepQueue(rawValue: office)), because: .wrongDistrict, note: nil,
            by: clerk, requestID: "r")
        await house.close()
    }

    /// What one office was told of is news to the other.
    @Test(arguments: TestEngine.available)
    func whatIsReferredLateIsToldAtTheOfficeThatHasItNow(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due).at
            for (id, region) in [("s-0971", "350203"), ("s-0972", "350206"), ("s-0973", "350205")] {
                _ = try await Official(whole, id, roles: [.supervisor], region: region, person: nil)
            }
            try await whole.stopCentre()
            let (nine, day) = (due + .seconds(9 * 3_600) + .milliseconds(1), Duration.seconds(86_400))
            #expect(try await run(whole, at: due + .milliseconds(1), seed: 1) == [])
            #expect(try await run(whole, at: nine, seed: 2) == ["s-0971 steps-late"])

            let noon = nine + .seconds(3 * 3_600)
            try await refer(step, to: "police/4/350206", at: noon, seed: 3, whole)

            #expect(try await run(whole, at: noon, seed: 4) == ["s-0971 steps-late"], "in the morning")
            let told = try await run(whole, at: nine + day, seed: 5)
            #expect(told.sorted() == ["s-0971 steps-late", "s-0972 steps-late"])
            #expect(try await run(whole, at: nine + day * 10, seed: 6).count == 2, "once")
            try await whole.startCentre()
        }
    }

    /// What was in time when it was referred is told once, when it is late.
    @Test(arguments: TestEngine.available)
    func whatIsReferredInTimeCallsNobody(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due).at
            _ = try await Official(whole, "s-0974", roles: [.supervisor], region: "350206", person: nil)
            try await whole.stopCentre()
            try await refer(step, to: "police/4/350206", at: due, seed: 1, whole)
            #expect(try await run(whole, at: due, seed: 2) == [])
            let nine = due + .seconds(9 * 3_600) + .milliseconds(1)
            #expect(try await run(whole, at: nine, seed: 3) == [])
            #expect(try await run(whole, at: nine + .seconds(86_400), seed: 4) == ["s-0974 steps-late"])
            try await whole.startCentre()
        }
    }

    @Test(arguments: TestEngine.available)
    func theOfficeAboveIsCalledSeesWhatIsLateBelowAndOpensNothing(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due)
            let city = try await Official(
                whole, "s-0941", roles: [.supervisor], region: "350200", person: nil)
            let own = try await Official(whole, "s-0942", roles: [.supervisor], person: nil)
            let clerk = try await Official(whole, "s-0943", region: "350200", person: nil)
            try await whole.stopCentre()
            let calendar = try HouseBox.furniture.get().catalogue.calendar
            let up = calendar.dueDay(3, after: due.day).day.endInChina + .milliseconds(1)

            _ = try await run(whole, at: due.at + .milliseconds(1), seed: 1)
            let moments: [(seed: UInt64, at: Instant)] = [
                (2, up), (3, up + .seconds(9 * 3_600)), (4, up + .seconds(86_400)),
            ]
            for (seed, moment) in moments {
                let called = try await run(whole, at: moment, seed: seed)
                #expect(
                    called.filter { $0.hasSuffix(" steps-escalated") }
                        == (seed == 2 ? [] : ["s-0941 steps-escalated"]), "\(seed)")
            }
            try await whole.startCentre()

            let (number, title) = (step.key.number.rawValue, "Offices below yours have been late")
            let page = try await city.get("/work").text
            #expect(page.words.contains(title) && page.words.contains(number))
            #expect(!page.html.contains("/work/cases/\(number)"), "it is another office's")
            #expect(try await city.get("/work/cases/\(number)/review").status == 403)
            for other in [own, clerk] {
                #expect(try await !other.get("/work").text.words.contains(title), "\(other.id)")
            }
            #expect(try await own.get("/").text.words.contains("told to the next level: 1"))
        }
    }

    /// The office above is to be called at nine; at ten to nine the office below asks the person for a correction.
    @Test(arguments: TestEngine.available)
    func whoAsksForACorrectionBeforeNineKeepsNothingFromTheOfficeAbove(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let due = try #require(step.due)
            _ = try await Official(whole, "s-0951", roles: [.supervisor], region: "350200", person: nil)
            try await whole.stopCentre()
            let calendar = try HouseBox.furniture.get().catalogue.calendar
            let up = calendar.dueDay(3, after: due.day).day.endInChina + .milliseconds(1)
            let (nine, day) = (up + .seconds(9 * 3_600), Duration.seconds(86_400))
            func called(_ moment: Instant, _ seed: UInt64) async throws -> Int {
                try await run(whole, at: moment, seed: seed).count { $0 == "s-0951 steps-escalated" }
            }

            _ = try await run(whole, at: due.at + .milliseconds(1), seed: 1)
            #expect(try await called(up, 2) == 0)
            try await put(step, "correction", whole)
            #expect(try await called(nine, 3) == 0)
            #expect(try await called(nine + day, 4) == 0, "it waits still")
            try await put(step, "claimed", whole)

            #expect(try await called(nine + day + day, 5) == 1)
            #expect(try await called(nine + day * 5, 6) == 1, "once")
            try await whole.startCentre()
        }
    }

    @Test(arguments: TestEngine.available)
    func theSupervisorSeesItOnEveryPageUntilItIsDecidedAndNobodyElseDoes(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let step = try await handIn(whole, citizen)
            let (person, other) = (
                try #require(whole.box.city.citizen(id: "chen-jing")),
                try #require(whole.box.city.citizen(id: "lin-wei"))
            )
            let number = step.key.number.rawValue
            let supervisor = try await Official(whole, "s-0921", roles: [.supervisor], person: nil)
            let clerk = try await Official(whole, "s-0922", person: other.number)
            let far = try await Official(
                whole, "s-0923", roles: [.supervisor], region: "350205", person: nil)
            let banner = "Late in your office: 1"
            #expect(try await !supervisor.get("/").text.words.contains("Late in your office"))

            let today = CalendarDate(inChinaAt: whole.house.world.now())
            let due = CalendarDate(daysSince1970: today.daysSince1970 - 3).endInChina
            _ = try await whole.house.engine.write { db in
                try db.run(
                    "UPDATE case_steps SET due_at_ms = \(due) WHERE case_number = \(number) AND step = 'review'"
                )
            }

            #expect(try await supervisor.get("/").text.words.contains(banner))
            let work = try await supervisor.get("/work")
            let late = "\(CalendarDate(inChinaAt: due).shown(in: .english)) · Overdue · days late: 3"
            #expect(work.text.words.contains(number) && work.text.words.contains(late))
            #expect(!work.text.html.contains(person.name) && !work.text.html.contains(person.number.text))
            let list = try await supervisor.get("/work?tab=overdue").text.html
            #expect(list.ranges(of: number + "<").count == 1, "not twice on one page")
            for somebody in [clerk, far] {
                #expect(try await !somebody.get("/").text.words.contains("Late in your office"))
                #expect(try await !somebody.get("/work").text.words.contains("Late in your office"))
            }
            let path = "/work/cases/\(number)/review"
            _ = try await clerk.post(path + "/claim")
            _ = try await clerk.post(path + "/approval")
            #expect(try await !supervisor.get("/").text.words.contains("Late in your office"))
            #expect(try await !supervisor.get("/work").text.words.contains("days late"))
        }
    }

    @Test(arguments: Language.allCases)
    func whatStandsOverTheListLooksAsReviewed(language: Language) throws {
        let furniture = try HouseBox.furniture.get()
        let due = StepDeadline(2, from: TestClock.start, furniture.catalogue.calendar)
        let service = try #require(ServiceID(rawValue: "police/residence-permit-endorsement"))
        let code = try #require(furniture.catalogue[service]).implementationCode
        let number = try #require(CaseNumber(rawValue: code + "202603020001"))
        let steps = try [(StepState.claimed, "s-0001"), (.ready, nil)].map { state, account in
            CaseStep(
                key: CaseStep.Key(number, Self.review), place: 1,
                queue: try #require(StepQueue(rawValue: "police/4/350203")),
                department: try #require(DepartmentID(rawValue: "police")), level: 4, service: service,
                after: [], workingDays: 2, state: state, account: account, readyAt: TestClock.start, due: due,
                claimedAt: nil, pausedAt: nil, paused: .zero, decidedAt: nil, reason: nil)
        }

        let late = DeadlineScale(
            at: due.at + .seconds(4 * 86_400), within: 1, furniture.catalogue.calendar)
        let html = LatePart(
            steps: steps, catalogue: furniture.catalogue, scale: late, people: [:]
        ).html(furniture.frame.words.phrases(language), language).string

        #expect(html.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
        try expectSnapshot(
            html.replacing("><", with: ">\n<") + "\n", named: "desk/late-\(language.rawValue).html")
    }
}
