/// One event in life and everything that has to be done about it 高效办成一件事: one form, many services.
///
/// To the house it is a service too (``item``), whose questions are those its services share and whose case holds their
/// answers; it ends in no paper of its own.
public struct LifeBundle: Sendable {
    public struct Feed: Hashable, Sendable {
        public let service: ServiceID
        public let question: String
        /// The service's option by the bundle's; nil where both offer the same.
        ///
        /// What has none is asked by the service itself.
        let options: [String: String]?

        /// What an answer of the bundle says there; nil where it says nothing.
        func answer(_ answer: String) -> String? { options.map { $0[answer] } ?? answer }
    }

    /// The department under which bundles are addressed: `bundles/newborn`.
    public static let folder = "bundles"

    public let item: ServiceItem
    /// In an order in which each stands after those it waits for.
    public let services: [ServiceID]
    /// What has to be handed in before a service.
    public let after: [ServiceID: [ServiceID]]
    /// By question of the bundle.
    public let feeds: [String: [Feed]]
    /// What the event says by itself, by service and question of it: whoever begins the service for the event is not asked.
    public let given: [ServiceID: [String: String]]

    public var id: ServiceID { item.id }

    /// What the bundle's answers say in one of its services.
    public func answers(for service: ServiceID, from answers: [String: String]) -> [String: String] {
        var fed: [String: String] = [:]
        for (question, answer) in answers where !answer.isEmpty {
            for feed in feeds[question] ?? [] where feed.service == service {
                if let said = feed.answer(answer) { fed[feed.question] = said }
            }
        }
        return fed
    }
}

extension ServiceItem {
    /// Whether it stands for a bundle of services.
    public var isBundle: Bool { id.department.rawValue == LifeBundle.folder }
}
