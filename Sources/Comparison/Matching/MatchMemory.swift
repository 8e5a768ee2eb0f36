import Catalogue
import Synchronization

/// Remembers what was found for the last catalogue that was asked about, for looking takes longer than reading.
final class MatchMemory: Sendable {
    typealias Found = (matches: [Match], doubts: [CodeInDoubt])

    private struct Last: Sendable {
        let items: [PortalItem]
        /// A publication changes services while the house runs.
        let services: [ServiceID: Int]
        let found: Found
    }

    private let last = Mutex<Last?>(nil)

    func found(_ portal: PortalCatalogue, _ catalogue: Catalogue, _ text: ChineseText) -> Found {
        let services = Dictionary(
            catalogue.items.map { ($0.id, $0.version) }, uniquingKeysWith: { first, _ in first })
        if let last = last.withLock({ $0 }), last.services == services, last.items == portal.items {
            return last.found
        }
        let found = Matcher(portal, catalogue, text).matches()
        last.withLock { $0 = Last(items: portal.items, services: services, found: found) }
        return found
    }
}
