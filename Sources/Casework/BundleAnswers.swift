import Base
import Catalogue
import Storage

/// What a person has answered once for a whole bundle, where one of its services asks for it.
struct BundleAnswers {
    let parts: CaseParts

    /// What the event says by itself counts where the service is begun for it: `event` is nil for who comes for the service alone.
    ///
    /// `citizen` is who has told it: what she told counts for her own services, and for her child's where she begins one of them
    /// for the event.
    ///
    /// - Returns: By question of the service, as its own questions accept it; what they would refuse is asked again.
    func known(
        for item: ServiceItem, within event: ServiceID?, of citizen: Token, isForAnother: Bool,
        on today: CalendarDate, in db: any SQLConnection
    ) throws -> [String: String] {
        let now = parts.world.now()
        var known: [String: String] = [:]
        for bundle in parts.catalogue.bundles where bundle.services.contains(item.id) {
            guard bundle.forChild.contains(item.id) == isForAnother, !isForAnother || bundle.id == event,
                let file = try CaseStore.latest(
                    of: citizen, by: nil, service: bundle.id, vault: parts.vault, in: db),
                file.state == .open, file.isUnfinished(at: now)
            else { continue }
            known.merge(bundle.told(item, from: file.answers, within: bundle.id == event, on: today)) {
                known, _ in known
            }
        }
        return known
    }
}

extension LifeBundle {
    /// What its answers say in one of its services, and, where that is begun `within` it, what it says by itself.
    ///
    /// - Returns: By question of the service; nothing that the question would refuse today.
    func told(
        _ item: ServiceItem, from answers: [String: String], within: Bool, on today: CalendarDate
    ) -> [String: String] {
        let given = within ? given[item.id] ?? [:] : [:]
        return self.answers(for: item.id, from: answers).merging(given) { $1 }
            // Kept answers are in their written form; money alone is typed otherwise.
            .reduce(into: [:]) { $0[$1.key] = item.question($1.key)?.again($1.value, on: today) }
    }
}

extension Question {
    /// A kept answer, where it would be accepted today.
    func again(_ kept: String, on today: CalendarDate) -> String? {
        guard case .money(let range) = kind else { return try? check(kept, on: today) }
        return Int(kept).flatMap { range.contains($0) ? kept : nil }
    }
}
