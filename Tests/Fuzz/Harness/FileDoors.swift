import Base
import Foundation

@testable import Catalogue
@testable import Documents

extension Door {
    /// A service's `service.yml`, as a department's own people may write it.
    static let services = Door(
        "service", bytesMax: 16_384,
        words: [
            "questions", "kind", "choice", "factorSets", "prefill", "- ", "&a", "*a", "<<: ", "!!", "? ",
            "|\n", "[{",
        ]
    ) {
        try repositoryFiles("service.yml")
    } enter: { bytes in
        guard let text = String(bytes: bytes, encoding: .utf8),
            let credit = try? CreditCode("11350200MBX900017M"),
            let id = ServiceID(rawValue: "police/fuzz"), let department = DepartmentID(rawValue: "police")
        else { return }
        let report = DefectReport()
        let words = LocalText(mandarin: "公", english: "P", minnan: "公")
        let nowhere = URL(filePath: "/nonexistent")
        let reader = ServiceReader(
            id: id,
            department: Department(
                id: department, name: words, creditCode: credit,
                remedies: Remedies(review: words, litigation: words, supervision: words)),
            files: CatalogueFiles(folder: nowhere), shelf: try shelf.get(), slots: nil)
        let root = YAMLFile(path: "police/fuzz/service.yml", report: report).parse(text)
        let item = root.map(reader.item)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        try promise(root != nil || !report.defects.isEmpty, "a file that is not read is not complained of")
        for defect in report.defects {
            try promise(
                (0...lines + 1).contains(defect.line), "line \(defect.line) of \(lines) is complained of")
        }
        guard let item, report.defects.isEmpty else { return }
        try promise(item.questions.count <= QuestionReader.countMax, "more questions than anybody answers")
        try promise(Set(item.factorSets.map(Set.init)).count >= 2, "only one way to be identified")
        try promise(
            item.steps.isEmpty == (item.handling == .instant),
            "what is not decided at once has nobody to decide")
        for question in item.questions { try check(question, answer: "1") }
    }

    /// The conditions that departments write into their services.
    static let rules = Door(
        "rule", bytesMax: 600,
        words: [
            "and ", "or ", "not ", "in ['", "==", "!=", "<=", "today", "years(", "days(", "months(",
            "dayOfYear(", "empty(", "count(", " + 3 months", "answer.kind", "answer.day", "person.age",
            "2026-02-28", "02-29", "'rent'", "999999999999",
        ]
    ) {
        [
            "answer.kind == 'rent' and (person.age >= 18 or not answer.loan)",
            "days(answer.day, today) - 1 > 30 and count(fund/contributions.deposits) >= 6",
            "months(answer.day, today) >= 9 or answer.day - 6 months < today",
            "dayOfYear(today) >= 12-15 or dayOfYear(today) <= 01-10",
            "empty(answer.note) or answer.kind in ['rent', 'buy']",
        ].map { Array($0.utf8) }
    } enter: { bytes in
        guard let text = String(bytes: bytes, encoding: .utf8), let rule = try? Rule(text) else { return }
        let scope: [String: RuleType] = [
            "answer.kind": .choice(["rent", "buy"]), "answer.loan": .flag, "answer.day": .date,
            "answer.note": .text, "person.age": .number, "fund/contributions.deposits": .rows,
        ]
        let isSound = rule.fault(knowing: scope) == nil
        try promise(
            !isSound || rule.names.isSubset(of: scope.keys), "a rule with a name nobody knows means something"
        )
        let today = CalendarDate(daysSince1970: 20_500)
        let known: [String: RuleValue] = [
            "answer.kind": .text("rent"), "answer.loan": .flag(true), "answer.day": .date(today),
            "person.age": .number(.max), "fund/contributions.deposits": .rows(3),
        ]
        for values in [[:], known] { _ = rule.holds(in: RuleFacts(today: today, values: values)) }
        try promise((try? Rule(rule.source)) == rule, "a rule read again is another")
    }

    static let catalogue = Result { try Catalogue.load(servicesFolder) }

    static let servicesFolder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Services")

    /// What the project's services share, so that a mutated service fails for its own faults.
    static let shelf = Result {
        let catalogue = try Door.catalogue.get()
        return CatalogueShelf(
            registers: Dictionary(catalogue.registers.map { ($0.id, $0) }) { first, _ in first },
            pictures: PictureShelf(shared: servicesFolder.appending(path: "guide")), steps: [:],
            spoken: SpokenWords(texts: [:]), departments: Set(catalogue.departments.map(\.id)))
    }

    /// A service's `document.yml`, which is also kept with each paper and read again for its next edition.
    static let layouts = Door(
        "layout", bytesMax: 16_384,
        words: [
            "blocks", "title", "table", "columns", "limit", "{name|fen}", "&a", "*a", "<<: ", "!!", "? ",
            "[{",
        ]
    ) {
        try repositoryFiles("document.yml")
    } enter: { bytes in
        guard let text = String(bytes: bytes, encoding: .utf8) else { return }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        do throws(LayoutProblem) {
            let layout = try DocumentLayout(yaml: text, file: "document.yml")
            let again = try DocumentLayout(yaml: layout.source, file: layout.file)
            guard layout == again, !layout.blocks.isEmpty, !layout.fieldsNeeded.contains("") else {
                throw LayoutProblem(file: "", line: -1, what: "a layout read again is another", remedy: "")
            }
        } catch {
            try promise((0...lines + 1).contains(error.line), "\(error), of \(lines) lines")
        }
    }

    static func check(_ question: Question, answer: String) throws {
        let today = CalendarDate(daysSince1970: 20_000)
        guard let accepted = try? question.check(answer, on: today) else { return }
        // Money is typed in yuan and kept in fen.
        if case .money = question.kind {
            try promise(Int(accepted) != nil, "an amount is no number")
        } else {
            try promise(
                (try? question.check(accepted, on: today)) == accepted,
                "an accepted answer is not accepted again")
        }
        for language in Language.allCases { _ = question.shown(accepted, in: language) }
    }

    /// The files of that name below `Services`.
    static func repositoryFiles(_ name: String) throws -> [[UInt8]] {
        try FileManager.default.subpathsOfDirectory(atPath: servicesFolder.path).sorted()
            .filter { $0.hasSuffix("/" + name) }
            .map { [UInt8](try Data(contentsOf: servicesFolder.appending(path: $0))) }
    }
}
