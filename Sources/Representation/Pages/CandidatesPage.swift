public import Base
public import Catalogue
public import Web

/// Those for whom the person at the screen may act by one relation, with as much of each as the screen may show.
public struct CandidatesPage: Sendable {
    public let kind: RepresentationKind
    public let candidates: [ChooseActing.Candidate]
    public let basis: [LegalBasis]
    public let key: Token

    public init(
        kind: RepresentationKind, candidates: [ChooseActing.Candidate], basis: [LegalBasis], key: Token
    ) {
        self.kind = kind
        self.candidates = candidates
        self.basis = basis
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("acting.list.\(kind.rawValue)"), lead: phrases("acting.list.lead"),
            back: "/acting", spoken: candidates.isEmpty ? "acting.none.spoken" : "acting.list.spoken"
        ) {
            if candidates.isEmpty {
                Notice(.information, phrases("acting.none.title"), phrases("acting.none.\(kind.rawValue)"))
                    .html
                actions(Button(phrases("acting.none.back"), to: "/acting"))
            } else {
                postForm(action: "/acting/choice", key: key) {
                    void("input", .type("hidden"), .name("kind"), .value(kind.rawValue))
                    element("div", .class("actions")) {
                        for candidate in candidates {
                            Button(
                                label(candidate, phrases), .secondary, name: "choice", value: candidate.choice
                            )
                            .html
                        }
                    }
                }
            }
            let law = basis.map { "《\($0.title)》\($0.clause)" }.joined(separator: phrases("acting.comma"))
            element("p", .class("hint")) { phrases("acting.law", ["law": law]) }
        }
    }

    private func label(_ candidate: ChooseActing.Candidate, _ phrases: Phrases) -> String {
        if let until = candidate.until {
            return phrases(
                "acting.candidate.until",
                [
                    "name": candidate.maskedName,
                    "day": CalendarDate(inChinaAt: until).shown(in: phrases.language),
                ])
        }
        return phrases(
            "acting.candidate.ending", ["name": candidate.maskedName, "ending": candidate.ending ?? ""])
    }
}
