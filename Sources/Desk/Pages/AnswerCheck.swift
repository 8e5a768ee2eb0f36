import Base
import Casework
import Catalogue
import Exchange
import Uploads
import Web

/// What an answer was checked against, worked out from what the case keeps; no service has to say it.
struct AnswerCheck {
    enum Word: String, CaseIterable {
        /// Filled in by a register: nobody was asked.
        case filled
        case agrees
        case differs
        /// No register said it; the picture below does.
        case paper
        /// A register was asked and had nothing of it, so its person was.
        case silent
        /// A register was asked and has nothing of it, and nobody else is.
        case empty
        /// No register knows of it.
        case typed
        case none
        /// Signed on the screen.
        case drawn
        case scanned
        case unscanned
        case infected
    }

    let words: [Word]
    /// The register that was looked at; nil where there is none.
    var register: Register?
    /// What it says, as it is shown; nil where it says nothing.
    var known: String?
    /// Whether the service wants the two compared, so that a difference is one to look into.
    var isWanted = false

    var isConspicuous: Bool { isWanted && words.contains(.differs) || words.contains(.infected) }

    /// Beside one answer; when it was looked up is said where a register was.
    func html(at moment: Instant?, _ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            for word in words { element("div") { phrases("clerk.check.\(word.rawValue)") } }
            if let register {
                element("div", .class("hint")) {
                    [register.name[language], moment.map { ChinaTime.minute($0, in: language) }]
                        .compactMap(\.self).joined(separator: phrases("clerk.comma"))
                }
            }
        }
    }
}

/// Works the checks of one form out.
struct AnswerChecks {
    let form: CaseForm
    let catalogue: Catalogue
    let files: [Upload]
    let language: Language

    /// What stands beside a question that its person was asked.
    func asked(_ question: Question) -> AnswerCheck {
        let said = form.answers[question.id] ?? ""
        switch question.kind {
        case .files: return sent(question)
        case .signature: return AnswerCheck(words: [said.isEmpty ? .none : .drawn])
        default: break
        }
        let place = place(of: question)
        let value = place.flatMap { self.value($0.field) }
        let known = place.flatMap { place in value.map { place.field.shown($0, in: language) } }
        if said.isEmpty {
            return AnswerCheck(words: [.none], register: known == nil ? nil : place?.register, known: known)
        }
        if let place, let agrees = question.agrees(said, with: value ?? "", of: place.field) {
            return AnswerCheck(
                words: [agrees ? .agrees : .differs], register: place.register, known: known,
                isWanted: question.check != nil)
        }
        let silent = question.source.flatMap { catalogue.register($0.resource) }
        return AnswerCheck(
            words: [question.isOnPaper ? .paper : silent == nil ? .typed : .silent],
            register: silent ?? (known == nil ? nil : place?.register), known: known)
    }

    /// What stands beside a question that a register answered in the person's place.
    func filled(_ question: Question) -> AnswerCheck {
        AnswerCheck(
            words: [.filled], register: question.source.flatMap { catalogue.register($0.resource) },
            known: question.shown(form.answers[question.id] ?? "", in: language))
    }

    /// What stands beside a line of the register that nobody is asked.
    func filled(_ line: PrefillLine) -> AnswerCheck {
        AnswerCheck(
            words: [holds(line.field) ? .filled : .empty], register: catalogue.register(line.resource),
            known: value(line.declared).map { line.declared.shown($0, in: language) })
    }

    /// Whether a line of the register stands beside an answer already.
    func isBeside(_ line: PrefillLine) -> Bool {
        form.route.contains { place(of: $0)?.field.id == line.field }
            || form.spared.contains { $0.source?.field == line.field }
    }

    private func sent(_ question: Question) -> AnswerCheck {
        let states = Set(files.filter { $0.question == question.id }.map(\.state))
        let words: [(Upload.State, AnswerCheck.Word)] = [
            (.infected, .infected), (.waiting, .unscanned), (.clean, .scanned),
        ]
        return AnswerCheck(
            words: states.isEmpty ? [.none] : words.filter { states.contains($0.0) }.map(\.1))
    }

    /// The field that the service names, or one of the same name in a register that it asks anyway.
    private func place(of question: Question) -> (register: Register, field: RegisterField)? {
        let named =
            question.check.map { ($0.resource, $0.field) } ?? question.source.map { ($0.resource, $0.field) }
        let found =
            named
            ?? form.item.registers.first { $0.fields.contains(question.id) }
            .map { ($0.resource, question.id) }
        guard let found, let register = catalogue.register(found.0), let field = register.field(found.1)
        else { return nil }
        return (register, field)
    }

    /// What the case holds of a field; registers write "-" for nothing.
    private func value(_ field: RegisterField) -> String? {
        if case .text(let text)? = form.file.record?[field.id], text != "-" { return text }
        return nil
    }

    private func holds(_ field: String) -> Bool {
        switch form.file.record?[field] {
        case .text(let text)?: text != "-"
        case .table(let rows)?: !rows.isEmpty
        case nil: false
        }
    }
}
