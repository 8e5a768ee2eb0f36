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

    private var given: GivenAnswers { GivenAnswers(form: form, files: files, path: path) }

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        let checks = AnswerChecks(form: form, catalogue: catalogue, files: files, language: language)
        return fragment {
            element("h2") { phrases("clerk.answers.title") }
            if form.sight != nil { element("p", .class("hint")) { phrases("clerk.answers.part") } }
            deskTable([
                phrases("clerk.answers.question"), phrases("clerk.answers.answer"),
                phrases("clerk.answers.register"), phrases("clerk.answers.check"),
            ]) {
                for question in form.route { asked(question, checks.asked(question), phrases, language) }
                formerFiles(phrases)
                for question in form.spared {
                    row(
                        question.label[language], HTML(), checks.filled(question), phrases, language,
                        rules: unchecked(question, phrases, language))
                }
                for line in form.lines where !checks.isBeside(line) {
                    row(line.label[language], HTML(), checks.filled(line), phrases, language)
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
            element("td") { given.sent(former, phrases) }
            element("td") {}
            element("td") {}
        }
    }

    private func asked(
        _ question: Question, _ check: AnswerCheck, _ phrases: Phrases, _ language: Language
    ) -> HTML {
        row(
            question.label[language], given.html(question, phrases, language), check, phrases, language,
            rules: unchecked(question, phrases, language))
    }

    /// The rules of a question that no register could be asked about.
    private func unchecked(_ question: Question, _ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            for rule in form.unchecked where rule.question.id == question.id {
                element("p") {
                    phrases("clerk.check.unchecked", ["sentence": rule.requirement.otherwise[language]])
                }
            }
        }
    }

    private func row(
        _ label: String, _ given: HTML, _ check: AnswerCheck, _ phrases: Phrases, _ language: Language,
        rules: HTML? = nil
    ) -> HTML {
        element("tr", .class(check.isConspicuous ? "differs" : nil)) {
            element("td") { label }
            element("td") { given }
            element("td") { HTML.typed(check.known ?? "") }
            element("td") {
                check.html(at: form.file.recordReadAt, phrases, language)
                rules
            }
        }
    }
}
