import Base
import Catalogue
import Web

/// Everything an event in life asks of a person, in order, with where each part stands.
struct BundlePage {
    let progress: BundleProgress
    let place: CasePlace
    /// Nil where it is not carried to a phone.
    let handOverKey: Token?
    /// One for each service.
    let keys: [Token]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return place.page(
            frame, context, title: progress.bundle.item.name[language], lead: progress.words(phrases),
            back: place == .phone ? place.home : nil, spoken: "kiosk.bundle.spoken"
        ) {
            element("ol", .class("bundle")) {
                for (step, key) in zip(progress.steps, keys) { row(step, key, phrases, context) }
            }
            if let question = progress.bundle.item.questions.first {
                actions(
                    Button(
                        phrases("kiosk.bundle.answers"), .secondary,
                        to: "\(place.path(progress.file.number))/questions/\(question.id)"))
            }
            HandOverOffer(number: progress.file.number, key: handOverKey).html(phrases)
        }
    }

    private func row(
        _ step: BundleProgress.Step, _ key: Token, _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        element("li", .class("notice information")) {
            element("h2") { step.item.name[context.language] }
            element("p", .class("hint")) { words(step, phrases, context.language) }
            if step.isHandedIn, let number = step.number {
                Button(phrases("kiosk.bundle.look"), .secondary, to: place.path(number)).html
            } else if step.bar == nil {
                postForm(
                    action:
                        "\(place.path(progress.bundle.id))/services/\(step.item.id.rawValue)", key: key
                ) {
                    Button(phrases(step.number == nil ? "kiosk.bundle.begin" : "kiosk.bundle.go-on")).html
                }
            } else if case .notForHer = step.bar, let number = step.number {
                Button(phrases("kiosk.bundle.why"), .secondary, to: place.path(number)).html
            }
        }
    }

    private func words(_ step: BundleProgress.Step, _ phrases: Phrases, _ language: Language) -> String {
        if let state = step.state, step.isHandedIn { return phrases("desk.state.\(state.rawValue)") }
        switch step.bar {
        case nil: return step.item.summary[language]
        case .after(let items):
            let names = items.map { $0.name[language] }.joined(separator: phrases("kiosk.list.comma"))
            return phrases("kiosk.bundle.after", ["services": names])
        case .moreProof: return phrases("kiosk.bundle.more-proof")
        case .terminal:
            return phrases(step.item.alwaysWantsCard ? "away.bundle.terminal.card" : "away.bundle.terminal")
        case .notForHer: return phrases("kiosk.bundle.barred")
        }
    }
}

extension BundleProgress {
    /// How many of its services are handed in.
    func words(_ phrases: Phrases) -> String {
        phrases("kiosk.bundle.done", ["done": "\(done)", "all": "\(steps.count)"])
    }
}

/// From a part of a bundle back to the whole.
struct BundleLink {
    /// Nil for what is part of none.
    let bundle: ServiceItem?
    let place: CasePlace

    func html(_ phrases: Phrases, _ language: Language) -> HTML? {
        bundle.map { bundle in
            actions(
                Button(
                    phrases("kiosk.bundle.back", ["bundle": bundle.name[language]]), .secondary,
                    to: place.path(bundle.id)))
        }
    }
}
