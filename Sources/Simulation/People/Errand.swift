import Base
import Sandbox

/// For whom a visitor comes, when it is not for herself.
struct Errand: Sendable {
    let subject: Person
    /// As the page of the choice names it: `child` or `mandate`.
    let kind: String
    /// The services that let her.
    let matters: [Matter]

    /// The mandate that stands in every city from its first morning: who gave it, and to whom.
    static let mandate = (giver: "li-qiang", holder: "lin-wei")
    private static let insurance = Matter("insurance/participation-proof")
    private static let fund = Matter("fund/deposit-proof")

    /// Everything that a person may do for others in the sample city; of each kind one other at most, so that a list of one
    /// name is hers.
    static func all(of person: Person, in city: SampleCity) -> [Errand] {
        let children = city.citizens.filter { $0.parents.contains(person.id) && $0.isSmall }
        let giver = person.id == mandate.holder ? city.citizen(id: mandate.giver) : nil
        return (children.count == 1 ? children : []).map {
            Errand(subject: $0, kind: "child", matters: [insurance])
        }
            + [giver].compactMap { $0 }.map {
                Errand(subject: $0, kind: "mandate", matters: [insurance, fund])
            }
    }
}

extension Person {
    /// Whether she is under fourteen on every day that is played: they are of the year 2026.
    fileprivate var isSmall: Bool { number.birthDate.year > 2012 }
}
