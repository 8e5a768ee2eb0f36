import Web

/// How many persons are watched over, and the form that asks for one more; who they are is told to nobody.
struct WatchedPage {
    let counts: [WatchedPerson.Kind: Int]
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.watched.title")) {
            element("p") { phrases("staff.watched.lead") }
            SummaryList(
                WatchedPerson.Kind.allCases.map {
                    .init(phrases("staff.watched.\($0.rawValue)"), "\(counts[$0] ?? 0)")
                }
            ).html(phrases)
            proof.html(phrases)
            element("form", .method("post"), .action("/watched"), .data("once", "true")) {
                Field(.text, name: "number", label: phrases("staff.watched.number"), max: 30).html
                Choice(
                    name: "kind", label: phrases("staff.watched.kind"),
                    options: WatchedPerson.Kind.allCases.map {
                        .init($0.rawValue, phrases("staff.watched.\($0.rawValue)"))
                    }
                ).html
                Field(
                    .text, name: "reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.watched.button")))
            }
        }
    }
}
