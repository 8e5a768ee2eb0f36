import Base
import Web

/// Breaking the glass, and what others say of it.
struct BreakGlassPage {
    let glasses: [BreakGlass]
    let reader: StaffAccount
    let now: Instant
    let figures: DeskFigures

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.glass.title")) {
            if reader.may(.breakGlass) { form(phrases) }
            element("h2") { phrases("staff.glass.list") }
            if glasses.isEmpty { element("p") { phrases("staff.glass.none") } }
            for glass in glasses { section(glass, phrases) }
        }
    }

    private func form(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/break-glass"), .data("once", "true")) {
            element("p") { phrases("staff.glass.lead", ["minutes": "\(figures.glassMinutes)"]) }
            Choice(
                name: "reason", label: phrases("staff.glass.reason"),
                options: BreakGlass.Reason.allCases.map {
                    .init($0.rawValue, phrases("staff.glass.reason.\($0.rawValue)"))
                }
            ).html
            Field(
                .paragraph(rows: 3), name: "text", label: phrases("staff.glass.text"), max: BreakGlass.textMax
            ).html
            actions(Button(phrases("staff.glass.button"), .danger))
        }
    }

    private func section(_ glass: BreakGlass, _ phrases: Phrases) -> HTML {
        let isOverdue = glass.isOverdue(at: now, within: figures.reviewWithin)
        return element("section", .class(isOverdue ? "notice warning" : "notice information")) {
            element("h3") {
                "\(glass.account) · \(ChinaTime.minute(glass.openedAt, in: phrases.language))"
                    + (glass.isOpen(at: now, for: figures.glassLife)
                        ? " · \(phrases("staff.glass.open"))" : "")
            }
            if isOverdue {
                element("p") {
                    element("strong") {
                        phrases("staff.glass.overdue", ["hours": "\(figures.reviewHours)"])
                    }
                }
            }
            SummaryList([
                .init(phrases("staff.glass.reason"), phrases("staff.glass.reason.\(glass.reason.rawValue)")),
                .init(phrases("staff.glass.text"), glass.text),
                .init(
                    phrases("staff.glass.review"),
                    glass.review.map { "\(phrases("staff.finding.\($0.finding.rawValue)")) · \($0.by)" }
                        ?? phrases("staff.glass.waits")),
            ]).html(phrases)
            if glass.review == nil, reader.may(.reviewBreakGlass), reader.id != glass.account {
                element(
                    "form", .method("post"), .action("/break-glass/\(glass.id)/review"), .data("once", "true")
                ) {
                    actions(
                        Button(phrases("staff.finding.justified"), name: "finding", value: "justified"),
                        Button(
                            phrases("staff.finding.misused"), .secondary, name: "finding", value: "misused"))
                }
            }
        }
    }
}
