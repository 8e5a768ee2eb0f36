import Base
import Casework
import Catalogue
import Staff
import Web

/// Steps one under the other, each in the colour of its deadline.
struct StepTable {
    let steps: [CaseStep]
    let catalogue: Catalogue
    let scale: DeadlineScale
    /// The states of rows that can be ticked, for what is done to several at once.
    let chooses: Set<StepState>
    /// Whether a supervisor may put back what somebody left lying.
    let returns: Bool
    /// The names of the desk's accounts.
    var people: [String: String] = [:]
    /// By when those say it that have not said yet whether something is missing.
    var acceptBy: [CaseStep.Key: StepDeadline] = [:]
    /// The list that they are read in: whoever opens one comes back to it.
    var list: ListAddress?
    /// The row at which somebody comes back.
    var place: CaseStep.Key?

    /// What that row is called in an address.
    static let placeID = "at"

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        var heads = [
            phrases("clerk.head.number"), phrases("clerk.head.service"), phrases("clerk.head.step"),
            phrases("clerk.head.state"), phrases("clerk.head.due"),
        ]
        if !chooses.isEmpty { heads.insert(phrases("clerk.head.choose"), at: 0) }
        if returns { heads.append(phrases("clerk.head.return")) }
        return deskTable(heads) {
            for step in steps { row(step, phrases, language) }
        }
    }

    private func row(_ step: CaseStep, _ phrases: Phrases, _ language: Language) -> HTML {
        let item = step.item(in: catalogue)
        let colour = scale.colour(of: step)
        return element(
            "tr", .id(step.key == place ? Self.placeID : nil), .class(colour.map { "due-\($0.rawValue)" })
        ) {
            if !chooses.isEmpty { element("td") { tick(step, phrases) } }
            element("td", .class("keep")) {
                element("a", .href(Self.address(step, in: list))) { step.key.number.rawValue }
            }
            element("td") { item?.name[language] ?? step.service.rawValue }
            element("td") { item.map { step.name($0, language) } ?? step.key.step }
            element("td", .class("keep"), .data("work-row", step.key.ticked)) {
                Self.state(step, people, phrases)
            }
            element("td", .class("keep")) {
                Self.due(step, colour, on: scale, phrases)
                if let day = acceptBy[step.key]?.day {
                    void("br")
                    phrases("clerk.accept.by", ["day": day.shown(in: phrases.language)])
                }
            }
            if returns { element("td") { giveBack(step, phrases) } }
        }
    }

    private func tick(_ step: CaseStep, _ phrases: Phrases) -> HTML {
        guard chooses.contains(step.state) else { return HTML() }
        return void(
            "input", .type("checkbox"), .name("step"), .value(step.key.ticked),
            .ariaLabel(phrases("clerk.batch.choose", ["number": step.key.number.spoken])))
    }

    private func giveBack(_ step: CaseStep, _ phrases: Phrases) -> HTML {
        guard step.state == .claimed else { return HTML() }
        return element(
            "form", .method("post"), .action(Self.address(step) + "/return"), .data("once", "true")
        ) {
            list?.field
            actions(Button(phrases("clerk.return.button"), .secondary))
        }
    }

    /// Where it stands, and who has it; the page's script asks for the same words again.
    static func state(_ step: CaseStep, _ people: [String: String], _ phrases: Phrases) -> String {
        phrases("clerk.state.\(step.state.rawValue)")
            + (step.account.map { " · " + person($0, people) } ?? "")
    }

    /// Number and name, as the list for handing over says it.
    static func person(_ account: String, _ people: [String: String]) -> String {
        people[account].map { "\(account) \($0)" } ?? account
    }

    static func address(_ step: CaseStep, in list: ListAddress? = nil) -> String {
        address(step.key, in: list)
    }

    static func address(_ key: CaseStep.Key, in list: ListAddress? = nil) -> String {
        "/work/cases/\(key.number)/\(key.step)" + (list.map { "?\($0.reference)" } ?? "")
    }

    /// The day in words that say the colour too, how late it is, and whether it may move.
    static func due(
        _ step: CaseStep, _ colour: StepDeadline.Colour?, on scale: DeadlineScale, _ phrases: Phrases
    ) -> String {
        step.due.map { due($0, colour, on: scale, phrases) } ?? phrases("clerk.due.none")
    }

    static func due(
        _ due: StepDeadline, _ colour: StepDeadline.Colour?, on scale: DeadlineScale, _ phrases: Phrases
    ) -> String {
        var words = due.day.shown(in: phrases.language)
        if let colour { words += " · \(phrases("clerk.colour.\(colour.rawValue)"))" }
        if colour == .over {
            words += " · \(phrases("clerk.due.late", ["days": "\(due.daysLate(at: scale.now))"]))"
        }
        if !due.isFirm { words += " · \(phrases("clerk.due.not-firm"))" }
        return words
    }
}
