import Base
import Storage
public import Catalogue

/// Puts the catalogue that was imported beside ours, item by item.
public struct CompareCatalogues: Sendable {
    let parts: ComparisonParts

    /// Uses of one year are compared.
    static let span = Duration.seconds(365 * 86_400)

    /// - Returns: The report, and when the other catalogue was imported; nil when it never was.
    public func callAsFunction() async throws -> (report: ComparisonReport, last: PortalImport)? {
        let (items, last, decisions) = try await parts.engine.read { db in
            (
                try PortalItemStore.all(in: db), try PortalItemStore.last(in: db),
                try MatchDecisionStore.latest(in: db)
            )
        }
        guard let last else { return nil }
        let portal = PortalCatalogue(items: items)
        let uses = try await parts.uses(parts.world.now() - Self.span)
        return (
            Self.report(
                portal, parts.catalogue, found: parts.memory.found(portal, parts.catalogue, parts.text),
                decisions: decisions, uses: uses, parts.text), last
        )
    }

    /// Compares without a database: nothing is decided, and nothing was used here.
    public static func report(_ portal: PortalCatalogue, _ catalogue: Catalogue) throws -> ComparisonReport {
        let text = try ChineseText()
        return report(
            portal, catalogue, found: Matcher(portal, catalogue, text).matches(), decisions: [], uses: [:],
            text)
    }

    static func report(
        _ portal: PortalCatalogue, _ catalogue: Catalogue, found: MatchMemory.Found,
        decisions: [MatchDecision],
        uses: [ServiceID: Int], _ text: ChineseText
    ) -> ComparisonReport {
        let known = Set(portal.items.map(\.code))
        // A decision about an item or a service that is gone waits until it comes back.
        let settled = SettledMatches(
            found.matches,
            decisions.filter { decision in
                decision.there.map(known.contains) ?? true
                    && decision.here.map { catalogue[$0] != nil } ?? true
            })
        let builder = FindingBuilder(
            portal: portal, catalogue: catalogue, settled: settled, uses: uses, text: text)
        return ComparisonReport(
            findings: builder.findings(), doubts: found.doubts, isSynthetic: portal.isSynthetic,
            countThere: portal.items.count, countHere: catalogue.items.count)
    }
}
