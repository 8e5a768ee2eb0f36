import Base
import Web

/// Asks for a case's number and for what one wants to see it.
struct LookPage {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.look.title")) {
            element("p") { phrases("staff.look.lead") }
            element("form", .method("post"), .action("/cases"), .data("once", "true")) {
                Field(.text, name: "number", label: phrases("staff.look.number"), max: 60).html
                Choice(
                    name: "purpose", label: phrases("staff.look.purpose"),
                    options: Look.Purpose.offered.map {
                        .init($0.rawValue, phrases("staff.purpose.\($0.rawValue)"))
                    }
                ).html
                actions(Button(phrases("staff.look.button")))
            }
        }
    }
}

/// As much of a case as the desk may see.
struct GlimpsePage {
    let glimpse: CaseGlimpse

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.look.title")) {
            SummaryList([
                .init(phrases("staff.look.number"), glimpse.number),
                .init(phrases("staff.look.holder"), glimpse.holder.masked),
                .init(phrases("staff.look.service"), glimpse.service),
                .init(phrases("staff.look.state"), phrases("staff.case.\(glimpse.state)")),
                .init(phrases("staff.look.opened"), ChinaTime.minute(glimpse.openedAt, in: phrases.language)),
            ]).html(phrases)
            Notice(.information, phrases("staff.look.told.title"), phrases("staff.look.told.text")).html
            actions(Button(phrases("staff.look.again"), to: "/cases"))
        }
    }
}
