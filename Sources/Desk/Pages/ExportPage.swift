import Base
import Staff
import Web

/// Long lists that leave the desk: the form that asks for one, and those that were agreed to.
struct ExportPage {
    /// The list that was asked for and is too long for one person's word; nil on the page of those agreed to.
    let asked: ListAddress?
    let granted: [(export: QueueExport, reason: String)]
    /// So many persons a day somebody takes alone.
    let aloneMax: Int
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("clerk.export.title")) {
            if let asked {
                Notice(
                    .information, phrases("clerk.export.many", count: aloneMax),
                    phrases("clerk.export.many.text")
                ).html
                proof.html(phrases)
                element("form", .method("post"), .action("/work/exports"), .data("once", "true")) {
                    asked.field
                    Field(
                        .text, name: "reason", label: phrases("clerk.export.reason"),
                        max: RequestApproval.reasonMax
                    ).html
                    actions(Button(phrases("clerk.export.ask")))
                }
            } else {
                element("h2") { phrases("clerk.export.granted") }
                if granted.isEmpty {
                    element("p") { phrases("clerk.export.none", ["count": "\(aloneMax)"]) }
                } else {
                    proof.html(phrases)
                }
                element("ul") {
                    for (export, reason) in granted {
                        element("li") {
                            element("form", .method("post"), .action("/work/exports/\(export.id)/file")) {
                                actions(Button("\(reason): \(export.persons)", .secondary))
                            }
                        }
                    }
                }
            }
            actions(Button(phrases("clerk.case.back"), .link, to: "/work"))
        }
    }
}
