/// What a service does to its object.
public enum ServiceAct: String, Sendable, CaseIterable {
    case apply
    case renew
    case replace
    case change
    case cancel
    /// To look something up.
    case query
    /// To have something on paper.
    case prove
    case pay
    case book
    case report
    /// To say that something still is so, year by year.
    case confirm
    case endorse

    /// What somebody who did this will want one day, and should find in the catalogue too.
    var follows: [ServiceAct] {
        switch self {
        case .apply: [.cancel, .replace, .renew, .change, .confirm, .query]
        case .book: [.cancel, .change, .query]
        case .report: [.query]
        default: []
        }
    }
}
