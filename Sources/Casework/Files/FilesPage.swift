import Base
import Catalogue
public import Uploads
public import Web

/// A question that files answer: what was sent, and on a phone what to send.
struct FilesPage {
    let number: CaseNumber
    let question: Question
    let files: FileQuestion
    let sent: [Upload]
    let seen: AnswerMark
    let limits: FileIntake.Limits
    let error: String?
    let back: String?
    let place: CasePlace
    let handOverKey: Token?
    /// One for each form of the page: to go on, to send, and to take each file back.
    let keys: [Token]

    /// Under which a form with files in it says that she goes on besides.
    static let goesOnField = "goes-on"

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return place.page(
            frame, context, title: question.label[language], lead: question.why[language], back: back,
            spoken: place == .phone ? "kiosk.question.spoken" : "kiosk.files.spoken", hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("file", error)]).html(phrases) }
            if !sent.isEmpty { list(phrases) }
            switch place {
            case .phone: if room > 0 { sending(phrases, language) }
            case .terminal:
                // It says too what to do without a phone.
                if let hint = question.hint?[language] { element("p", .class("hint")) { hint } }
                Notice(.information, phrases("kiosk.files.phone.title"), phrases("kiosk.files.phone.text"))
                    .html
            }
            if isEnough {
                if !sendsAndGoesOn { goOn(phrases) }
                HandOverOffer(number: number, key: handOverKey).html(phrases)
            } else {
                HandOverOffer(number: number, key: handOverKey, kind: .primary).html(phrases)
                goOn(phrases)
            }
        }
    }

    private var path: String { "\(place.path(number))/questions/\(question.id)" }
    private var usable: Int { sent.filter { $0.state != .infected }.count }
    private var room: Int { files.count.upperBound - usable }
    private var isEnough: Bool { usable >= files.count.lowerBound || (!question.isRequired && usable == 0) }

    /// Whether one form does both, so that what is chosen and not sent yet goes along with who goes on.
    private var sendsAndGoesOn: Bool { place == .phone && room > 0 && usable > 0 && isEnough }

    /// What lies there, each with what may be done with it.
    private func list(_ phrases: Phrases) -> HTML {
        element("ul", .class("files")) {
            for (index, file) in sent.enumerated() {
                let name = FileWords.name(index, file, phrases)
                element("li", .class(file.state == .infected ? "file infected" : "file")) {
                    element("span", .class("file-name")) { name }
                    element("span", .class("file-state")) { phrases("kiosk.files.\(file.state.rawValue)") }
                    if place == .phone {
                        if file.state != .infected {
                            element("a", .href("\(place.path(number))/files/\(file.id)")) {
                                phrases("kiosk.files.open")
                                element("span", .class("unseen")) { " \(name)" }
                            }
                        }
                        postForm(action: "\(path)/files/\(file.id)/removal", key: keys[index + 2]) {
                            element(
                                "button", .class("button link"),
                                .ariaLabel(phrases("kiosk.files.remove") + " " + name)
                            ) {
                                phrases("kiosk.files.remove")
                            }
                        }
                    }
                }
            }
        }
    }

    private func sending(_ phrases: Phrases, _ language: Language) -> HTML {
        element(
            "form", .method("post"), .action("\(path)/files"), .enctype("multipart/form-data"),
            .data("once", "true")
        ) {
            void("input", .type("hidden"), .name(IdempotencyKey.fieldName), .value(keys[1].rawValue))
            element("div", .class(error == nil ? "field" : "field has-error")) {
                element("label", .for("file")) {
                    phrases(sent.isEmpty ? "kiosk.files.choose" : "kiosk.files.more")
                }
                if let hint = question.hint?[language] {
                    element("p", .id("file-of"), .class("hint")) { hint }
                }
                element("p", .id("file-hint"), .class("hint")) {
                    phrases(
                        files.isPicture ? "kiosk.files.hint.picture" : "kiosk.files.hint",
                        [
                            "max": String(FileIntake.megabytes(limits.fileBytes)),
                            "count": String(files.count.upperBound),
                        ])
                }
                if let error { element("p", .id("file-error"), .class("error")) { error } }
                void(
                    "input", .id("file"), .name("file"), .type("file"),
                    .accept(
                        files.isPicture
                            ? "image/jpeg,image/png" : "image/jpeg,image/png,application/pdf"),
                    .describedBy(
                        [question.hint.map { _ in "file-of" }, "file-hint", error.map { _ in "file-error" }]
                            .compactMap(\.self).joined(separator: " ")),
                    .ariaInvalid(error != nil), .multiple(room > 1), .required(true))
            }
            let send = Button(phrases("kiosk.files.send"), isEnough && usable > 0 ? .secondary : .primary)
            if sendsAndGoesOn {
                void("input", .type("hidden"), .name(AnswerMark.fieldName), .value(seen.description))
                actions(
                    send,
                    Button(
                        phrases("kiosk.question.next"), name: Self.goesOnField, value: "yes",
                        needsNothing: true))
            } else {
                actions(send)
            }
        }
    }

    private func goOn(_ phrases: Phrases) -> HTML {
        postForm(action: path, key: keys[0]) {
            void("input", .type("hidden"), .name(AnswerMark.fieldName), .value(seen.description))
            if isEnough {
                actions(
                    Button(
                        phrases(usable == 0 ? "kiosk.files.without" : "kiosk.question.next"),
                        usable == 0 && place == .phone ? .secondary : .primary))
            } else if place == .terminal {
                actions(Button(phrases("kiosk.files.look"), .secondary, to: path))
            }
        }
    }
}

/// How a sent file is spoken of.
public enum FileWords {
    /// Its own name is left behind with the phone; it is told by its place, its kind and its size.
    public static func name(_ index: Int, _ file: Upload, _ phrases: Phrases) -> String {
        phrases(
            "kiosk.files.name",
            ["index": String(index + 1), "type": file.type.name, "size": size(file.size)])
    }

    /// `1.4 MB` or `230 KB`; **unit** of what is given: bytes.
    static func size(_ bytes: Int) -> String {
        let kilobytes = max(1, (bytes + 1_023) / 1_024)
        guard kilobytes >= 1_024 else { return "\(kilobytes) KB" }
        return "\(kilobytes / 1_024).\(kilobytes % 1_024 * 10 / 1_024) MB"
    }
}
