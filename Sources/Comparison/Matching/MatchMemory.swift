import Catalogue
import Synchronization

/// Remembers what was found for the last catalogue that was asked about, for looking takes longer than reading.
final class MatchMemory: Sendable {
    typealias Found = (matches: [Match], doubts: [CodeInDoubt])

    private struct Last: Sendable {
        let items: [PortalItem]
        let found: Found
    }

    private let last = Mutex<Last?>(nil)

    func found(_ portal: PortalCatalogue, _ catalogue: Catalogue, _ text: ChineseText) -> Found {
        if let last = last.withLock({ $0 }), last.items == portal.items { return last.found }
        let found = Matcher(portal, catalogue, text).matches()
        last.withLock { $0 = Last(items: portal.items, found: found) }
        return found
    }
}
