import Base
import Catalogue
import Web

/// Everything an event in life asks of a person, in order, with where each part stands and for whom it is.
struct BundlePage {
    /// The field by which she says that it is for another child than before: `anew`.
    static let childField = "child"

    let progress: BundleProgress
    let place: CasePlace
    /// Nil where it is not carried to a phone.
    let handOverKey: Token?
    /// Each button is an act of its own.
    let world: World

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return place.page(
            frame, context, title: progress.bundle.item.name[language], lead: progress.words(phrases),
            back: place == .phone ? place.home : nil, spoken: "kiosk.bundle.spoken"
        ) {
            element("ol", .class("bundle")) {
                for step in progress.steps { row(step, phrases, context) }
            }
            progress.papers.map { EventPapersPart(papers: $0, title: phrases("kiosk.papers.wanted")) }?
                .html(phrases, language)
            if progress.isForChild {
                postForm(action: "/services/\(progress.bundle.id.rawValue)/start", key: Token(world)) {
                    actions(Button(phrases("kiosk.bundle.own-visit"), .secondary))
                }
            } else {
                otherChild(phrases)
                if let question = progress.bundle.item.questions.first {
                    actions(
                        Button(
                            phrases("kiosk.bundle.answers"), .secondary,
                            to: "\(place.path(progress.file.number))/questions/\(question.id)"))
                }
            }
            HandOverOffer(number: progress.file.number, key: handOverKey).html(phrases)
        }
    }

    private func row(_ step: BundleProgress.Step, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        element("li", .class("notice information")) {
            element("h2") { step.item.name[context.language] }
            if !progress.bundle.forChild.isEmpty { element("p") { whom(step, phrases) } }
            element("p", .class("hint")) { words(step, phrases, context.language) }
            switch step.door {
            case .link(let number):
                Button(phrases(label(step)), .secondary, to: place.path(number)).html
            case .button:
                postForm(action: action(step), key: Token(world)) {
                    Button(phrases(label(step)), step.isSettled ? .secondary : .primary).html
                }
            case nil: fragment {}
            }
        }
    }

    /// Parents of several children have such an event more than once.
    private func otherChild(_ phrases: Phrases) -> HTML? {
        guard progress.childName != nil,
            let step = progress.steps.first(where: { $0.isForChild && $0.door == .button })
        else { return nil }
        return postForm(action: action(step), key: Token(world)) {
            void("input", .type("hidden"), .name(Self.childField), .value("anew"))
            actions(Button(phrases("kiosk.bundle.other-child"), .secondary))
        }
    }

    private func action(_ step: BundleProgress.Step) -> String {
        "\(place.path(progress.bundle.id))/services/\(step.item.id.rawValue)"
    }

    private func whom(_ step: BundleProgress.Step, _ phrases: Phrases) -> String {
        guard step.isForChild else { return phrases("kiosk.bundle.for-herself") }
        guard let name = progress.childName else { return phrases("kiosk.bundle.for-child") }
        return phrases("kiosk.bundle.for-child.named", ["name": name])
    }

    private func label(_ step: BundleProgress.Step) -> String {
        if step.isHandedIn { return "kiosk.bundle.look" }
        if case .notForHer = step.bar { return "kiosk.bundle.why" }
        return step.number == nil ? "kiosk.bundle.begin" : "kiosk.bundle.go-on"
    }

    private func words(_ step: BundleProgress.Step, _ phrases: Phrases, _ language: Language) -> String {
        if let state = step.state, step.isHandedIn { return phrases("desk.state.\(state.rawValue)") }
        switch step.bar {
        case nil where step.state == .withdrawn: return phrases("kiosk.bundle.withdrawn")
        case nil: return step.item.summary[language]
        case .after(let items):
            let names = items.map { $0.name[language] }.joined(separator: phrases("kiosk.list.comma"))
            return phrases("kiosk.bundle.after", ["services": names])
        case .moreProof: return phrases("kiosk.bundle.more-proof")
        case .terminal where step.isForChild: return phrases("away.bundle.terminal.child")
        case .terminal:
            return phrases(step.item.alwaysWantsCard ? "away.bundle.terminal.card" : "away.bundle.terminal")
        case .ownVisit: return phrases("kiosk.bundle.own")
        case .notForHer: return phrases("kiosk.bundle.barred")
        }
    }
}

extension BundleProgress.Step {
    /// Whether nothing is left to fill in.
    fileprivate var isSettled: Bool {
        if case .notForHer = bar { true } else { isHandedIn }
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
