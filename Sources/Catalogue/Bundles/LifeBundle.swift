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

    /// One of its services.
    public struct Part: Sendable {
        public let item: ServiceItem
        /// Whether her child is its subject, and not whoever came.
        public let isForChild: Bool
    }

    /// One paper that its services call by different names.
    public struct Paper: Sendable {
        public let name: LocalText
        /// What the services call it.
        let names: [ServiceID: Set<LocalText>]
    }

    /// The department under which bundles are addressed: `bundles/newborn`.
    public static let folder = "bundles"

    public let item: ServiceItem
    /// In an order in which each stands after those it waits for.
    public let services: [ServiceID]
    /// Those of which somebody's child is the subject, and not whoever came for the event.
    public let forChild: Set<ServiceID>
    /// What has to be handed in before a service.
    public let after: [ServiceID: [ServiceID]]
    /// By question of the bundle.
    public let feeds: [String: [Feed]]
    /// What the event says by itself, by service and question of it: whoever begins the service for the event is not asked.
    public let given: [ServiceID: [String: String]]
    /// What is one paper under several names; what has one name everywhere is one without a word.
    public let papers: [Paper]

    public var id: ServiceID { item.id }

    /// By what the person of the event acts for the subject of some of its services; empty where all are her own.
    public var representation: Set<RepresentationKind> { forChild.isEmpty ? [] : [.child] }

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

    /// What the event calls something that one of its services wants.
    public func name(of material: Material, in service: ServiceID) -> LocalText {
        papers.first { $0.names[service]?.contains(material.name) == true }?.name ?? material.name
    }
}

extension ServiceItem {
    /// Whether it stands for a bundle of services.
    public var isBundle: Bool { id.department.rawValue == LifeBundle.folder }
}
