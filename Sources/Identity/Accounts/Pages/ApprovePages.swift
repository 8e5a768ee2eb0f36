import Base
import Web

/// Takes the code of the picture that a terminal shows.
struct ApprovePage {
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("approve.title"), lead: phrases("approve.lead"), script: ["fragment.js"],
            hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            element("div", .data("fragment", "code")) {
                postForm(action: "/approve", key: key) {
                    Field(
                        .text, name: "code", label: phrases("approve.code"), hint: phrases("approve.hint"),
                        error: error, max: 20
                    ).html
                    actions(Button(phrases("account.continue")))
                }
            }
        }
    }
}

/// Names the visit, and asks whether it is she who stands there.
struct ApproveVisitPage {
    let place: String?
    let service: String?
    let startedAt: Instant
    let code: String
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("approve.ask.title"), lead: phrases("approve.ask.lead")) {
            SummaryList(
                [
                    .init(phrases("approve.place"), place ?? phrases("approve.unknown")),
                    .init(phrases("approve.service"), service ?? phrases("approve.unknown")),
                    .init(phrases("approve.when"), ChinaTime.minute(startedAt, in: phrases.language)),
                ]
            ).html(phrases)
            Notice(.warning, phrases("approve.warning")).html
            postForm(action: "/approve/decision", key: key) {
                void("input", .type("hidden"), .name("code"), .value(code))
                actions(
                    Button(phrases("approve.yes"), .primary, name: "answer", value: "yes"),
                    Button(phrases("approve.no"), .danger, name: "answer", value: "no"))
            }
        }
    }
}

/// Says what her answer has done.
struct ApprovedPage {
    let isYes: Bool

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let word = isYes ? "yes" : "no"
        return frame.site(
            context, title: phrases("approve.done.\(word).title"), lead: phrases("approve.done.\(word).lead")
        ) {
            actions(Button(phrases("account.back"), .secondary, to: "/account"))
        }
    }
}
