import Base
import Casework
import Staff
import Web

/// A clerk's own work in figures, and nobody else's.
struct FiguresPage {
    let figures: ClerkFigures

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("clerk.figures.title")) {
            element("p") { phrases("clerk.figures.lead") }
            SummaryList([
                .init(phrases("clerk.figures.done"), String(figures.done)),
                .init(phrases("clerk.figures.late"), String(figures.late)),
                .init(
                    phrases("clerk.figures.mean"),
                    figures.done == 0 ? phrases("clerk.figures.mean.none") : Self.hours(figures.meanHours)),
            ]).html(phrases)
            actions(Button(phrases("clerk.case.back"), .link, to: "/work"))
        }
    }

    /// One digit after the point; what is less is no nothing.
    static func hours(_ hours: Double) -> String {
        let tenths = Int((hours * 10).rounded())
        if tenths == 0, hours > 0 { return "< 0.1" }
        return "\(tenths / 10).\(tenths % 10)"
    }
}
