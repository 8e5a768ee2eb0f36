import Base
import Casework
import Catalogue
import Uploads
import Web

/// What a person said to the questions of her case, as the desk shows it: as words, as the picture that she drew, or as files.
struct GivenAnswers {
    let form: CaseForm
    let files: [Upload]
    /// The address below which files are opened; nil where they are only named.
    let path: String?

    func html(_ question: Question, _ phrases: Phrases, _ language: Language) -> HTML {
        let said = form.answers[question.id] ?? ""
        let answer = said.isEmpty ? phrases("clerk.answer.none") : question.shown(said, in: language)
        return switch question.kind {
        case .files: sent(files.filter { $0.question == question.id }, phrases)
        case .signature: SignaturePicture(said)?.html(alt: answer) ?? HTML.typed(answer)
        default: HTML.typed(answer)
        }
    }

    func sent(_ files: [Upload], _ phrases: Phrases) -> HTML {
        element("ul", .class("files")) {
            for (index, file) in files.enumerated() {
                let name = FileWords.name(index, file, phrases)
                element("li", .class(file.state == .infected ? "file infected" : "file")) {
                    if let path, file.state == .clean {
                        // In a window of its own: her place at the desk stays where it is.
                        element("a", .href("\(path)/files/\(file.id)"), .target("_blank")) { name }
                    } else {
                        element("span", .class("file-name")) { name }
                        if file.state != .clean {
                            element("span", .class("file-state")) {
                                phrases("clerk.file.\(file.state.rawValue)")
                            }
                        }
                    }
                }
            }
        }
    }
}
