import Base
import Casework
import Catalogue
import Documents
import Staff
import Web

/// Asks which paper, by what stands on it; posted, so that no address and no log holds a code.
struct FindPaperPage {
    /// **Unit:** characters; a case number has at most fifty.
    static let textMax = 60

    let presence: StaffPresence
    let now: Instant

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("revocation.title")) {
            presence.proofLink("/revocations", at: now).html(phrases)
            element("p") { phrases("revocation.lead") }
            element("form", .method("post"), .action("/revocations"), .data("once", "true")) {
                Field(
                    .text, name: "paper", label: phrases("revocation.paper"),
                    hint: phrases("revocation.paper.hint"), max: Self.textMax
                ).html
                actions(Button(phrases("revocation.find")))
            }
            element("p", .class("hint")) { phrases("revocation.two") }
        }
    }
}

/// As much of a paper as tells that it is the right one, and the form that asks for its end.
struct PaperToRevokePage {
    let paper: RevokePaper.Paper
    /// Nil for a service that is not offered any more.
    let service: String?
    let presence: StaffPresence
    let now: Instant

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("revocation.title")) {
            SummaryList(facts(phrases)).html(phrases)
            Notice(.information, phrases("staff.look.told.title"), phrases("staff.look.told.text")).html
            if paper.revokedOn == nil {
                presence.proofLink("/revocations", at: now).html(phrases)
                request(phrases)
            } else {
                Notice(
                    .warning, phrases("problem.paper-already-revoked.title"),
                    phrases("problem.paper-already-revoked.remedy")
                ).html
            }
            actions(Button(phrases("revocation.another"), .link, to: "/revocations"))
        }
    }

    private func facts(_ phrases: Phrases) -> [SummaryList.Row] {
        var rows: [SummaryList.Row] = [
            .init(phrases("clerk.head.number"), paper.number.rawValue),
            .init(phrases("clerk.head.service"), service ?? paper.service.rawValue),
            .init(phrases("clerk.found.name"), paper.holder),
            .init(phrases("revocation.issued"), paper.issuedOn.shown(in: phrases.language)),
            .init(
                phrases("revocation.until"),
                paper.validUntil?.shown(in: phrases.language) ?? phrases("revocation.no-end")),
            .init(phrases("revocation.edition"), String(paper.edition)),
        ]
        if let day = paper.revokedOn {
            rows.append(.init(phrases("revocation.revoked"), day.shown(in: phrases.language)))
        }
        return rows
    }

    private func request(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/revocations/requests"), .data("once", "true")) {
            void("input", .type("hidden"), .name("number"), .value(paper.number.rawValue))
            Choice(
                name: "reason", label: phrases("revocation.reason"),
                options: RevokeDocument.Reason.allCases.map {
                    .init($0.rawValue, phrases("revocation.reason.\($0.rawValue)"))
                }
            ).html
            Field(
                .text, name: "text", label: phrases("revocation.text"), hint: phrases("revocation.text.hint"),
                max: RequestApproval.reasonMax
            ).html
            element("div", .class("actions")) {
                element("button", .class("button danger"), .accessKey("r")) { phrases("revocation.ask") }
            }
        }
    }
}
