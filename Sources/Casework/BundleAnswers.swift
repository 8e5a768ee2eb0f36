import Base
import Catalogue
import Storage

/// What a person has answered once for a whole bundle, where one of its services asks for it.
struct BundleAnswers {
    let parts: CaseParts

    /// What the event says by itself counts where the service is begun for it: `event` is nil for who comes for the service alone.
    ///
    /// - Returns: By question of the service, as its own questions accept it; what they would refuse is asked again.
    func known(
        for item: ServiceItem, within event: ServiceID?, of citizen: Token, by actor: Token?,
        on today: CalendarDate, in db: any SQLConnection
    ) throws -> [String: String] {
        let now = parts.world.now()
        var known: [String: String] = [:]
        for bundle in parts.catalogue.bundles where bundle.services.contains(item.id) {
            guard
                let file = try CaseStore.latest(
                    of: citizen, by: actor, service: bundle.id, vault: parts.vault, in: db),
                file.state == .open, file.isUnfinished(at: now)
            else { continue }
            var answers = bundle.answers(for: item.id, from: file.answers)
            if bundle.id == event { answers.merge(bundle.given[item.id] ?? [:]) { $1 } }
            for (question, answer) in answers where known[question] == nil {
                // Kept answers are in their written form; money alone is typed otherwise.
                if let kept = item.question(question).flatMap({ $0.again(answer, on: today) }) {
                    known[question] = kept
                }
            }
        }
        return known
    }
}

extension Question {
    /// A kept answer, where it would be accepted today.
    func again(_ kept: String, on today: CalendarDate) -> String? {
        guard case .money(let range) = kind else { return try? check(kept, on: today) }
        return Int(kept).flatMap { range.contains($0) ? kept : nil }
    }
}
