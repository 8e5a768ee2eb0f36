import Base

/// What an event in life still lacks: a service that its person cannot do here, a question that nobody needs.
struct BundleLint {
    let catalogue: Catalogue

    func check(_ bundle: LifeBundle, _ notes: LintNotes) {
        // That they exist and serve themselves is the compiler's to say.
        for id in bundle.services where catalogue[id]?.channels.contains(.terminal) == false {
            notes.error(
                at: place(id), "\(id.rawValue) is not offered at terminals",
                "Leave it out, or add terminal to its channels")
        }
        // Nobody acts for another without the card and a second factor.
        for id in bundle.services where bundle.forChild.contains(id) {
            guard let item = catalogue[id],
                !item.factorSets.contains(where: { $0.contains(.card) && $0.count > 1 })
            else { continue }
            notes.error(
                at: place(id),
                "\(id.rawValue) is for a child, and no proof of it begins with the card",
                "Add [card, face] to its factorSets, or write the service alone")
        }
        for id in bundle.services {
            for material in catalogue[id]?.materials ?? [] {
                let name = bundle.name(of: material, in: id)
                guard let other = namesake(of: name, before: id, in: bundle) else { continue }
                notes.error(
                    at: place(id),
                    "\(id.rawValue) calls \(name[.mandarin]) otherwise in English or Minnan than \(other.rawValue)",
                    "Write the same in all three languages, or two names in Mandarin for two papers")
            }
        }
        askedTwice(bundle, notes)
        ExampleLint().check(bundle.item.questions, at: LintPlace.shared, notes)
        for question in bundle.item.questions {
            let feeds = bundle.feeds[question.id] ?? []
            let isSpared = feeds.allSatisfy { catalogue[$0.service]?.question($0.question)?.source != nil }
            guard !feeds.isEmpty, isSpared else { continue }
            notes.warning(
                at: .shared(question.id),
                "\(question.id) is asked, and registers answer it in every service it feeds",
                "Take it out of shared")
        }
    }

    /// Questions in the same words that two services of one person ask, of which the event spares not all.
    private func askedTwice(_ bundle: LifeBundle, _ notes: LintNotes) {
        let fed = Set(bundle.feeds.values.joined().map { "\($0.service.rawValue)#\($0.question)" })
        var askers: [String: (first: ServiceID, isAsked: Bool)] = [:]
        for part in catalogue.parts(of: bundle.id) {
            for question in part.item.questions where question.source == nil && question.bearsOut == nil {
                let (id, label) = (part.item.id, question.label[.mandarin])
                let isAsked =
                    !fed.contains("\(id.rawValue)#\(question.id)")
                    && bundle.given[id]?[question.id] == nil
                // Of a child other things are told than of whoever comes for her.
                let key = "\(part.isForChild) \(label)"
                guard let other = askers[key], other.first != id else {
                    askers[key] = (id, isAsked || askers[key]?.isAsked == true)
                    continue
                }
                guard isAsked || other.isAsked else { continue }
                notes.warning(
                    at: place(id), "\(id.rawValue) asks again what \(other.first.rawValue) asks: \(label)",
                    "Ask it once under shared and feed both, or ask in other words")
            }
        }
    }

    /// The service before another that has a paper of the same name in Mandarin alone: nobody would read that they are two.
    private func namesake(of name: LocalText, before id: ServiceID, in bundle: LifeBundle) -> ServiceID? {
        bundle.services.prefix { $0 != id }.first { other in
            catalogue[other]?.materials.contains {
                let known = bundle.name(of: $0, in: other)
                return known[.mandarin] == name[.mandarin] && known != name
            } ?? false
        }
    }

    /// A service among those of the event.
    private func place(_ id: ServiceID) -> LintPlace { .key("services").text(id.rawValue) }
}
