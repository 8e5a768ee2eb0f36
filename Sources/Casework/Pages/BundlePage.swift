public import Base
public import Web
import Catalogue

/// Everything an event in life asks of a person, in order, with where each part stands.
public struct BundlePage: Sendable {
    public let progress: BundleProgress
    /// One for each service that can be begun or gone on with.
    public let keys: [Token]

    public init(progress: BundleProgress, keys: [Token]) {
        self.progress = progress
        self.keys = keys
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        let done = progress.steps.count(where: \.isHandedIn)
        return frame.kiosk(
            context, title: progress.bundle.item.name[language],
            lead: phrases("kiosk.bundle.done", ["done": "\(done)", "all": "\(progress.steps.count)"]),
            back: nil,
            spoken: "kiosk.bundle.spoken"
        ) {
            element("ol", .class("bundle")) {
                for (step, key) in zip(progress.steps, keys) { row(step, key, phrases, context) }
            }
            actions(
                Button(
                    phrases("kiosk.bundle.answers"), .secondary,
                    to:
                        "/cases/\(progress.file.number)/questions/\(progress.bundle.item.questions.first?.id ?? "")"
                ))
        }
    }

    private func row(
        _ step: BundleProgress.Step, _ key: Token, _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        element("li", .class("notice information")) {
            element("h2") { step.item.name[context.language] }
            element("p", .class("hint")) { words(step, phrases, context.language) }
            if !step.isHandedIn, step.waitsFor.isEmpty {
                postForm(
                    action: "/\(progress.bundle.id.rawValue)/services/\(step.item.id.rawValue)", key: key
                ) {
                    Button(phrases(step.number == nil ? "kiosk.bundle.begin" : "kiosk.bundle.go-on")).html
                }
            } else if step.isHandedIn, let number = step.number {
                Button(phrases("kiosk.bundle.look"), .secondary, to: "/cases/\(number)").html
            }
        }
    }

    private func words(_ step: BundleProgress.Step, _ phrases: Phrases, _ language: Language) -> String {
        if let state = step.state, step.isHandedIn { return phrases("desk.state.\(state.rawValue)") }
        guard step.waitsFor.isEmpty else {
            let names = step.waitsFor.map { $0.name[language] }.joined(separator: phrases("kiosk.list.comma"))
            return phrases("kiosk.bundle.after", ["services": names])
        }
        return step.item.summary[language]
    }
}
