import Base
import Yams

/// Reads `fixtures/ordinary.yml` beside the service that it walks through.
struct FixtureReader {
    let item: ServiceItem
    /// Beside the questions, an appointment may be chosen.
    private static let slot = "slot"
    private static let lengthMax = 4_000

    /// - Returns: Nil where there is no such file.
    static func read(_ item: ServiceItem, in files: CatalogueFiles, _ report: DefectReport) -> ServiceFixture?
    {
        let path = "\(item.id.rawValue)/\(ServicePart.fixture)"
        guard files.exists(path) else { return nil }
        return YAMLFile(path: path, report: report).read(in: files).map(FixtureReader(item: item).fixture)
    }

    func fixture(from root: YAMLValue) -> ServiceFixture {
        let map = root.mapping(["person", "answers", "ends"], optional: ["refused"])
        let person = map["person"].text(max: 60)
        if !person.isEmpty, !ServiceID.isSlug(person) {
            map["person"].refuse(
                "This is no citizen of the sandbox", "Write one of citizens.json, like chen-jing")
        }
        let ends = map["ends"].word(ServiceFixture.End.paper)
        let decided: ServiceFixture.End = item.handling == .promised ? .decision : .paper
        if ends != .notEligible, ends != decided {
            map["ends"].refuse(
                "A service that is \(item.handling.rawValue) does not end in a \(ends.rawValue)",
                "Write \(decided.rawValue)")
        }
        let given = map["answers"].mapping([], optional: item.questions.map(\.id) + [Self.slot])
        var answers: [String: String] = [:]
        for question in item.questions {
            if let value = given.optional(question.id) {
                answers[question.id] = answer(value, to: question)
            } else if question.isRequired, question.when == nil, question.source == nil,
                question.bearsOut == nil, ends != .notEligible
            {
                map["answers"].refuse(
                    "There is no answer to \(question.id), which everybody is shown",
                    "Write what an ordinary person answers"
                )
            }
        }
        if let value = given.optional(Self.slot) { answers[Self.slot] = value.text(max: 60) }
        return ServiceFixture(
            person: person, answers: answers, ends: ends,
            refused: map.optional("refused").map { refused($0, beside: answers) } ?? [:])
    }

    /// What a question must not take, and is tried before its answer.
    private func refused(_ value: YAMLValue, beside answers: [String: String]) -> [String: String] {
        let given = value.mapping([], optional: item.questions.map(\.id))
        var refused: [String: String] = [:]
        for question in item.questions {
            guard let value = given.optional(question.id) else { continue }
            let text = value.text(max: Self.lengthMax)
            let today = CalendarDate(daysSince1970: 40_000)
            if answers[question.id] == nil {
                value.refuse("There is no answer to \(question.id)", "Write what she answers then")
            } else if question.must.isEmpty,
                (try? question.check(ServiceFixture.typed(text, on: today), on: today)) != nil
            {
                value.refuse("\(question.id) takes this answer", "Write what it must not take, or remove it")
            }
            refused[question.id] = text
        }
        return refused
    }

    private func answer(_ value: YAMLValue, to question: Question) -> String {
        guard let text = value.node?.scalar?.string, text.count <= Self.lengthMax else {
            value.refuse("An answer is a text", "Write it as a person types it, in quotes")
            return ""
        }
        switch question.kind {
        // A day moves with the one on which it is asked; what a phone sends and rows of cells are tried by the walk.
        case .date:
            let day = CalendarDate(daysSince1970: 20_000)
            if CalendarDate(ServiceFixture.typed(text, on: day)) == nil {
                value.refuse("The answer to \(question.id) is no day", "Write 2026-05-01, today or today+3")
            }
        case .files, .table: break
        default:
            do {
                // A day on which everybody in a journey is born.
                _ = try question.check(text, on: CalendarDate(daysSince1970: 40_000))
            } catch {
                value.refuse(
                    "\(question.id) does not take this answer: \(Self.why(error))",
                    "Write what the question takes; of a choice, the option's id")
            }
        }
        return text
    }

    /// What is wrong with an answer, as whoever writes the journey reads it.
    private static func why(_ refused: AnswerRefused) -> DefectText {
        switch refused {
        case .missing: "it is empty"
        case .notOffered: "it is none of the options"
        case .tooLong(_, let max): "it has more than \(max) characters"
        case .notPlainText: "it holds a control, direction or invisible character"
        case .notANumber: "it is no whole number"
        case .numberOutOfRange(_, let from, let to): "it is not from \(from) to \(to)"
        case .notMoney: "it is no amount"
        case .moneyOutOfRange(_, let from, let to): "it is not from \(from / 100) to \(to / 100) yuan"
        case .notAPhone: "it is no mobile number"
        case .notAPerson: "it is no name with an identity number"
        case .oneself: "it is the person of the case, not somebody else"
        case .notACompany: "it is no name with a credit code"
        case .notABankAccount: "it is no number of a bank card"
        case .notAnAddress: "it is no whole address"
        case .notADate, .dateOutOfRange, .rowsTooFew, .rowsTooMany, .filesTooFew, .filesTooMany,
            .notASignature, .rule,
            .inRow:
            "it is of another kind"
        }
    }
}
