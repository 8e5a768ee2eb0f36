import Base
public import Catalogue
import Hummingbird
import Storage
import Synchronization

/// What a person at a terminal may choose from, and in which order.
public struct ChooseServices: Sendable {
    /// How far back use is counted.
    static let usedWithin = Duration.seconds(90 * 86_400)
    /// A service is often used here from so many persons on: what one or two do stays theirs, however often.
    static let oftenFrom = 3
    static let oftenMax = 8

    private let parts: CaseParts
    private let search: SpelledOnce

    public init(_ parts: CaseParts) {
        self.parts = parts
        search = SpelledOnce(parts.catalogue)
    }

    /// What is used most at a terminal, filled up with what the operator features.
    public func often(at terminal: String?) async throws -> [ServiceID] {
        var often: [ServiceID] = []
        if let terminal {
            let now = parts.world.now()
            // Whoever sees her go finds the screen as it was before she came.
            let times = now - Self.usedWithin..<CalendarDate(inChinaAt: now).start
            often = try await parts.engine.read { db in
                try CaseStore.mostUsed(at: terminal, in: times, by: Self.oftenFrom, in: db)
            }
        }
        let known = often.filter { parts.catalogue[$0]?.selfService == true }
        return Array((known + parts.catalogue.featured.filter { !known.contains($0) }).prefix(Self.oftenMax))
    }

    /// By a person's own words, the nearest first.
    private func find(_ query: String) -> ServicesPage.Choice {
        let found = search.search.find(query).compactMap { parts.catalogue[$0] }
        let most = ServiceSearch.resultsMax
        return .found(query: query, Array(found.prefix(most)), isMore: found.count > most)
    }

    public func of(_ topic: LifeTopic) -> [ServiceItem] { offered.filter { $0.topics.contains(topic) } }

    public func of(_ department: DepartmentID) -> [ServiceItem] {
        offered.filter { $0.department == department }
    }

    public var departments: [(department: Department, count: Int)] {
        let counts = Dictionary(grouping: offered, by: \.department).mapValues(\.count)
        return parts.catalogue.departments.compactMap { department in
            counts[department.id].map { (department, $0) }
        }
    }

    /// Those for which there is a service.
    var topics: [LifeTopic] {
        let wanted = Set(offered.flatMap(\.topics))
        return LifeTopic.allCases.filter(wanted.contains)
    }

    /// What an address asks for: words (`q`), a `topic`, a `department`, or all departments.
    func choice(_ asked: Parameters) -> ServicesPage.Choice {
        if let query = asked["q"].map(String.init) { return find(query) }
        if let topic = asked["topic"].flatMap({ LifeTopic(rawValue: String($0)) }) {
            return .topic(topic, of(topic))
        }
        if let id = asked["department"].flatMap({ DepartmentID(rawValue: String($0)) }),
            let department = parts.catalogue.department(id)
        {
            return .of(title: department.name, of(id))
        }
        return .departments(departments)
    }

    private var offered: [ServiceItem] { parts.catalogue.items.filter(\.selfService) }

    /// Spells the services when somebody first searches, and anew after a publication.
    private final class SpelledOnce: Sendable {
        private let catalogue: Catalogue
        private let made = Mutex<(revision: Int, search: ServiceSearch)?>(nil)

        init(_ catalogue: Catalogue) {
            self.catalogue = catalogue
        }

        var search: ServiceSearch {
            made.withLock { made in
                // Read before the spelling: what is offered meanwhile is spelled at the next search.
                let revision = catalogue.revision
                if let made, made.revision == revision { return made.search }
                let search = ServiceSearch(catalogue)
                made = (revision, search)
                return search
            }
        }
    }
}
