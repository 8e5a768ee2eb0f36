import Base

/// What an event in life still lacks: a service that its person cannot do here, a question that nobody needs.
struct BundleLint {
    let catalogue: Catalogue

    func check(_ bundle: LifeBundle, _ notes: LintNotes) {
        // That they exist and serve themselves is the compiler's to say.
        for id in bundle.services where catalogue[id]?.channels.contains(.terminal) == false {
            notes.error(
                at: "- \(id.rawValue)", "\(id.rawValue) is not offered at terminals",
                "Leave it out, or add terminal to its channels")
        }
        for question in bundle.item.questions {
            let feeds = bundle.feeds[question.id] ?? []
            let isSpared = feeds.allSatisfy { catalogue[$0.service]?.question($0.question)?.source != nil }
            guard !feeds.isEmpty, isSpared else { continue }
            notes.warning(
                at: "question: \(question.id)",
                "\(question.id) is asked, and registers answer it in every service it feeds",
                "Take it out of shared")
        }
    }
}
