import Base
import Casework
import Catalogue
import Exchange
import Foundation
import Staff
import Uploads
import Web

/// What the person answered, each beside what the register says of the same thing, and then the rest of the register.
struct CaseAnswers {
    let form: CaseForm
    let catalogue: Catalogue
    let files: [Upload]
    /// The step's address.
    let path: String

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.answers.title") }
            deskTable([
                phrases("clerk.answers.question"), phrases("clerk.answers.answer"),
                phrases("clerk.answers.register"), phrases("clerk.answers.check"),
            ]) {
                for question in form.route { row(question, phrases, language) }
                formerFiles(phrases)
                for question in form.spared {
                    known(question.label[language], spared(question, language))
                }
                for line in form.item.prefill where !isAsked(line.field) {
                    known(
                        line.label[language],
                        register(line.field).map { line.declared.shown($0, in: language) } ?? "")
                }
            }
        }
    }

    /// What she sent under a version of the service that asked for it.
    private func formerFiles(_ phrases: Phrases) -> HTML? {
        let former = files.filter { file in !form.route.contains { $0.id == file.question } }
        guard form.file.serviceVersion != form.item.version, !former.isEmpty else { return nil }
        return element("tr") {
            element("td") { phrases("clerk.answers.former-files") }
            element("td") { sent(former, phrases) }
            element("td") {}
            element("td") {}
        }
    }

    /// A question that a register answered in the person's place.
    private func spared(_ question: Question, _ language: Language) -> String {
        question.shown(form.answers[question.id] ?? "", in: language)
    }

    private func isAsked(_ field: String) -> Bool {
        form.route.contains { $0.check?.field == field || $0.source?.field == field }
            || form.spared.contains { $0.source?.field == field }
    }

    private func known(_ label: String, _ value: String) -> HTML {
        element("tr") {
            element("td") { label }
            element("td") {}
            element("td") { HTML.typed(value) }
            element("td") {}
        }
    }

    private func row(_ question: Question, _ phrases: Phrases, _ language: Language) -> HTML {
        let said = form.answers[question.id] ?? ""
        let answer = said.isEmpty ? phrases("clerk.answer.none") : question.shown(said, in: language)
        let compared = question.check.flatMap { place in
            catalogue.register(place.resource)?.field(place.field)
        }
        let known = compared.flatMap { register($0.id) }
        let check =
            compared.flatMap { field in
                question.agrees(form.answers[question.id] ?? "", with: known ?? "", of: field)
            }.map { $0 ? Check.agrees : .differs } ?? (question.isOnPaper ? .paper : nil)
        return element("tr", .class(check == .differs ? "differs" : nil)) {
            element("td") { question.label[language] }
            element("td") { given(question, answer, phrases) }
            element("td") { HTML.typed(known.map { compared?.shown($0, in: language) ?? $0 } ?? "") }
            element("td") { check.map { phrases("clerk.check.\($0.rawValue)") } ?? "" }
        }
    }

    /// What she said: as words, as the picture that she drew, or as files to open.
    private func given(_ question: Question, _ answer: String, _ phrases: Phrases) -> HTML {
        switch question.kind {
        case .files: sent(files.filter { $0.question == question.id }, phrases)
        case .signature:
            SignaturePicture(form.answers[question.id] ?? "")?.html(alt: answer) ?? HTML.typed(answer)
        default: HTML.typed(answer)
        }
    }

    private func sent(_ files: [Upload], _ phrases: Phrases) -> HTML {
        element("ul", .class("files")) {
            for (index, file) in files.enumerated() {
                let name = FileWords.name(index, file, phrases)
                element("li", .class(file.state == .infected ? "file infected" : "file")) {
                    if file.state == .clean {
                        // In a window of its own: her place at the desk stays where it is.
                        element("a", .href("\(path)/files/\(file.id)"), .target("_blank")) { name }
                    } else {
                        element("span", .class("file-name")) { name }
                        element("span", .class("file-state")) {
                            phrases("clerk.file.\(file.state.rawValue)")
                        }
                    }
                }
            }
        }
    }

    /// The register's value of a field that the case has.
    private func register(_ field: String) -> String? {
        if case .text(let text)? = form.file.record?[field], text != "-" { return text }
        return nil
    }

    enum Check: String, CaseIterable {
        case agrees
        case differs
        /// No register said it; the picture below does.
        case paper
    }
}
