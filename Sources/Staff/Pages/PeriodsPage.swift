import Storage
import Web

/// For how long each class is kept, and what a new file would change.
struct PeriodsPage {
    let agreed: [RetentionClass: Int]
    let changes: [AgreedPeriods.Change]
    let mayAsk: Bool
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.periods.title")) {
            element("p") { phrases("staff.periods.lead") }
            deskTable([
                phrases("staff.periods.class"), phrases("staff.periods.agreed"),
                phrases("staff.periods.file"),
            ]) {
                for kept in RetentionClass.allCases {
                    let change = changes.first { $0.kept == kept }
                    element("tr", .class(change == nil ? "agreed" : "overdue")) {
                        element("td") { phrases("staff.periods.class.\(kept.rawValue)") }
                        element("td") { "\(agreed[kept] ?? 0)" }
                        element("td") { "\(change?.days ?? agreed[kept] ?? 0)" }
                    }
                }
            }
            if !changes.isEmpty {
                Notice(.warning, phrases("staff.periods.waits")).html
                if mayAsk {
                    proof.html(phrases)
                    form(phrases)
                }
            }
        }
    }

    private func form(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/periods"), .data("once", "true")) {
            Field(
                .text, name: "reason", label: phrases("staff.approval.reason"), max: RequestApproval.reasonMax
            ).html
            actions(Button(phrases("staff.periods.button")))
        }
    }
}
