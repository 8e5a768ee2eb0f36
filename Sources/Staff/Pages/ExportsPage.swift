import Base
import Web

/// Lists of open cases that leave the house: the form, and the reader's own.
struct ExportsPage {
    let presence: StaffPresence
    let exports: [CaseExport]
    let now: Instant
    let figures: DeskFigures

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.export.title")) {
            element("p") { phrases("staff.export.lead", count: figures.exportAloneMax) }
            presence.proofLink("/exports", at: now).html(phrases)
            // No `once`: the answer is a file, after which the page still stands.
            element("form", .method("post"), .action("/exports")) {
                Field(
                    .text, name: "service", label: phrases("staff.export.service"),
                    hint: phrases("staff.export.service.hint"), max: 80
                ).html
                Field(.date, name: "from", label: phrases("staff.export.from"), max: 10).html
                Field(.date, name: "to", label: phrases("staff.export.to"), max: 10).html
                Field(
                    .text, name: "reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.export.button")))
            }
            if !exports.isEmpty {
                element("h2") { phrases("staff.export.own") }
                table(phrases)
            }
        }
    }

    private func table(_ phrases: Phrases) -> HTML {
        deskTable([
            phrases("staff.export.what"), phrases("staff.export.persons"), phrases("staff.export.made"),
            phrases("staff.export.next"),
        ]) {
            for export in exports {
                element("tr") {
                    element("td") { HTML.typed(export.selection.summary) }
                    element("td") { "\(export.persons)" }
                    element("td") { ChinaTime.minute(export.madeAt, in: phrases.language) }
                    element("td") {
                        if export.isFetchable(at: now) {
                            element("form", .method("post"), .action("/exports/\(export.id)/file")) {
                                Button(phrases("staff.export.fetch"), .secondary).html
                            }
                        }
                    }
                }
            }
        }
    }
}
