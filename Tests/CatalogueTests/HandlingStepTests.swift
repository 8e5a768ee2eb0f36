import Base
import Support
import Testing

@testable import Catalogue

@Suite struct HandlingStepTests {
    private func read(
        _ yaml: String?, handling: ServiceItem.Handling = .promised, promised: Int = 5,
        questions: [Question] = []
    ) throws -> (steps: [HandlingStep], defects: [CatalogueDefect]) {
        let report = DefectReport()
        let service = try #require(ServiceID(rawValue: "police/x"))
        let departments = Set(["police", "insurance"].compactMap(DepartmentID.init))
        let value = try yaml.map {
            try #require(YAMLFile(path: "police/x/service.yml", report: report).parse("steps:\n\($0)"))
                .mapping(["steps"])["steps"]
        }
        let steps = StepReader(
            service: service, departments: departments, handling: handling, level: 3,
            promised: HandlingTime(amount: promised, unit: .workingDays), questions: questions, uses: [],
            partners: [
                "350500": PlaceName(
                    code: "350500", name: LocalText(mandarin: "泉州市", english: "Quanzhou", minnan: "泉州市"))
            ]
        ).steps(value)
        return (steps, report.defects)
    }

    private func line(_ id: String, _ days: Int, after: String = "", department: String = "police") -> String
    {
        let name = "{zh-Hans: 审核, en: Review, nan-Hant: 審核}"
        return "  - {id: \(id), department: \(department), level: 3, name: \(name), workingDays: \(days)"
            + (after.isEmpty ? "" : ", after: [\(after)]") + "}"
    }

    @Test func withoutStepsTheActingDepartmentReviewsWithinThePromisedTime() throws {
        let (steps, defects) = try read(nil)
        #expect(defects.isEmpty)
        #expect(steps.map(\.id) == ["review"])
        #expect(steps.first?.department.rawValue == "police")
        #expect(steps.first?.workingDays == 5)
        #expect(try read(nil, handling: .instant).steps.isEmpty)
    }

    @Test func onlyTheLongestPathCounts() throws {
        let (steps, defects) = try read(
            [
                line("a", 3), line("b", 3, department: "insurance"), line("c", 2, after: "a, b"),
            ].joined(separator: "\n"))
        #expect(defects.isEmpty)
        #expect(HandlingStep.workingDays(of: steps) == 5)
        #expect(steps.last?.after == ["a", "b"])
    }

    @Test(arguments: [
        (["a 3", "b 3 a"], "take up to 6 working days"),
        (["a 1 b", "b 1"], "No earlier step is called \"b\""),
        (["a 1 a"], "waits for itself"), (["a 1", "a 1"], "Two steps are called"),
        (["a 1", "b 1 z"], "No earlier step"), (["a 1 - nowhere"], "No department is called \"nowhere\""),
        (["a 61"], "whole number"), (["A 1"], "made of a-z"),
    ])
    func whatCannotBeHandledIsRefused(_ steps: [String], _ message: String) throws {
        let lines = steps.map { step in
            let words = step.split(separator: " ").map(String.init)
            let after = words.count > 2 && words[2] != "-" ? words[2] : ""
            return line(
                words[0], Int(words[1]) ?? 0, after: after, department: words.count > 3 ? words[3] : "police")
        }
        let defects = try read(lines.joined(separator: "\n")).defects
        #expect(defects.contains { $0.message.english.contains(message) && $0.line > 0 }, "\(defects)")
    }

    @Test func whatIsDecidedAtOnceHasNoSteps() throws {
        let defects = try read(line("a", 1), handling: .instant).defects
        #expect(defects.map(\.message) == ["A service that is decided at once has no steps"])
    }

    @Test(
        arguments: [
            (4, "answer.home", nil), (4, "answer.name", "No question of kind address is called \"name\""),
            (4, "answer.nowhere", "No question of kind address"), (3, "answer.home", "has no region"),
            (4, "police/residents.address", "not among those asked of the register"),
        ] as [(Int, String, String?)])
    func aDistrictIsThatOfAnAddress(_ level: Int, _ region: String, _ message: String?) throws {
        let text = LocalText(mandarin: "址", english: "Home", minnan: "址")
        let questions = [("home", Question.Kind.address), ("name", .text(max: 9))].map { id, kind in
            Question(
                id: id, kind: kind, label: text, hint: nil, why: text, isRequired: true, when: nil,
                source: nil)
        }
        let line =
            "  - {id: a, department: police, level: \(level), region: \(region), "
            + "name: {zh-Hans: 审核, en: Review, nan-Hant: 審核}, workingDays: 1}"
        let (steps, defects) = try read(line, questions: questions)
        #expect(defects.first?.message.english.contains(message ?? "") ?? (message == nil))
        if message == nil { #expect(steps.first?.region == .answer("home")) }
    }

    @Test(
        arguments: [
            ("region: answer.home, partners: [\"350500\"]", nil),
            ("partners: [\"350500\"]", "Nothing says which city's office decides"),
            (
                "region: answer.home, partners: [\"440300\"]",
                "No other city has agreed under the code \"440300\""
            ),
            ("region: answer.home, partners: [\"350500\", \"350500\"]", "The city 350500 stands twice"),
        ] as [(String, String?)])
    func anotherCityDecidesWhereItHasAgreed(_ words: String, _ message: String?) throws {
        let text = LocalText(mandarin: "址", english: "Home", minnan: "址")
        var home = Question(
            id: "home", kind: .address, label: text, hint: nil, why: text, isRequired: true, when: nil,
            source: nil)
        let line =
            "  - {id: a, department: police, level: 4, \(words), "
            + "name: {zh-Hans: 审核, en: Review, nan-Hant: 審核}, workingDays: 1}"
        let (steps, defects) = try read(line, questions: [home])
        #expect(defects.map(\.message.english) == [message].compactMap(\.self))
        #expect(throws: AnswerRefused.self) {
            try home.check("350500 样板路1号", on: CalendarDate(daysSince1970: 20_000))
        }
        guard message == nil else { return }
        home.offerCities(of: steps)
        #expect(home.places.map(\.code).suffix(3) == ["350213", "350500", "000000"])
        #expect(home.shown("350500 样板路1号", in: .english) == "Quanzhou 样板路1号")
    }

    @Test(arguments: [
        ("350203", "泉州市", "is not the code of another city"),
        ("350200", "厦门市", "is not the code of another city"),
        ("350000", "福建省", "is not the code of another city"),
        ("350500", "泉州市", "Two cities have the code 350500"),
    ])
    func aCityIsNamedByTheCodeOfAnother(_ code: String, _ name: String, _ message: String) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "cities:\n",
            with: "cities:\n  - {code: \"\(code)\", name: {zh-Hans: \(name), en: A, nan-Hant: \(name)}}\n",
            in: "partners.yml")
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains { $0.file == "partners.yml" && $0.message.english.contains(message) },
            "\(defects)")
    }

    /// With a question comes what its answer is held against, and the files that bear it out.
    @Test func whatAnOfficeIsShownIsNamedByQuestionAndField() throws {
        func question(
            _ id: String, check: String? = nil, source: String? = nil, bearsOut: String? = nil
        ) -> Question {
            let text = LocalText(mandarin: id, english: id, minnan: id)
            var question = Question(
                id: id, kind: .yesNo, label: text, hint: nil, why: text, isRequired: true, when: nil,
                source: source.map { .init(resource: "police/a", field: $0, otherwise: .paper) })
            question.check = check.map { .init(resource: "police/a", field: $0) }
            question.bearsOut = bearsOut
            return question
        }
        let asked = [
            question("home", check: "address"), question("work", source: "employer"),
            question("work-paper", bearsOut: "work"), question("bank"),
        ]
        func read(_ reads: String) throws -> (StepSight?, [String]) {
            let (steps, defects) = try self.read(
                line("a", 1).replacing(", workingDays", with: ", reads: [\(reads)], workingDays"),
                questions: asked)
            return (steps.first?.reads, defects.map(\.message.english))
        }

        let (home, _) = try read("answer.home")
        #expect(home?.questions == ["home"])
        #expect(home?.shows(field: "address") == true && home?.shows(field: "employer") == false)
        #expect(home?.shows(field: "name") == true && home?.shows(field: "number") == true)
        let (work, _) = try read("answer.work")
        #expect(work?.questions == ["work", "work-paper"] && work?.shows(field: "employer") == true)
        let (nothing, defects) = try read("")
        #expect(nothing?.questions == [] && defects.isEmpty)
        #expect(try self.read(line("a", 1)).steps.first?.reads == nil)
        #expect(try read("answer.nowhere").1 == ["No question is called \"nowhere\""])
        #expect(try read("police/a.address").1 == ["The field is not among those asked of the register"])
        #expect(try read("answer.home, answer.home").1 == ["answer.home stands twice"])
    }

    /// Whoever agrees to a new version is told that an office is shown something else.
    @Test func whatAnOfficeIsShownIsAChange() throws {
        let aid = try #require(ServiceID(rawValue: "justice/legal-aid-apply"))
        let old = try #require(try Catalogue.load(Repository.services)[aid])
        var new = old
        let index = try #require(new.steps.firstIndex { $0.id == "hardship" })
        new.steps[index].reads = nil

        #expect(
            ServiceChange.all(from: old, to: new).map { "\($0.kind.rawValue) \($0.name)" }
                == ["step-reads hardship"])
        #expect(ServiceChange.all(from: old, to: old).isEmpty)
    }
}
