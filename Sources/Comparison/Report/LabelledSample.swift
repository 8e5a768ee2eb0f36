public import Base
public import Catalogue

/// What people say that belongs together in a sample, to hold the matching against.
public struct LabelledSample: Sendable {
    private struct Pair: Hashable {
        let there: String
        let here: String
    }

    private let pairs: Set<Pair>
    /// `tuned`: the figures of the matching were chosen on it; `held`: they were not.
    private let sets: [String: String]

    /// A table with the columns TASK_CODE, SERVICE (empty: none here) and SET.
    public init(_ table: CSVTable) throws(CatalogueFileProblem) {
        guard let code = table.header.firstIndex(of: "TASK_CODE"),
            let service = table.header.firstIndex(of: "SERVICE"), let set = table.header.firstIndex(of: "SET")
        else { throw CatalogueFileProblem(line: 1, "no column TASK_CODE, SERVICE or SET") }
        pairs = Set(
            table.records.filter { !$0.fields[service].isEmpty }
                .map { Pair(there: $0.fields[code], here: $0.fields[service]) })
        sets = Dictionary(table.records.map { ($0.fields[code], $0.fields[set]) }, uniquingKeysWith: { $1 })
    }

    /// Precision and recall of the matching, with codes and by the text alone, over all of it and by set.
    public func figures(_ portal: PortalCatalogue, _ catalogue: Catalogue) throws -> JSONValue {
        let matcher = Matcher(portal, catalogue, try ChineseText())
        return [
            "items": .int(Int64(portal.items.count)), "services": .int(Int64(catalogue.items.count)),
            "synthetic": .flag(portal.isSynthetic),
            "matching": figures(matcher.matches().matches),
            "textAlone": figures(matcher.matches(useCodes: false).matches),
        ]
    }

    private func figures(_ matches: [Match]) -> JSONValue {
        let found = Set(matches.map { Pair(there: $0.there, here: $0.here.rawValue) })
        func within(_ set: String) -> JSONValue {
            Self.figures(
                found.filter { sets[$0.there] == set }, pairs.filter { sets[$0.there] == set })
        }
        let named = Set(sets.values).sorted().map { ($0, within($0)) }
        return .object(
            Dictionary(named + [("all", Self.figures(found, pairs))], uniquingKeysWith: { $1 }))
    }

    private static func figures(_ found: Set<Pair>, _ labelled: Set<Pair>) -> JSONValue {
        let right = found.intersection(labelled).count
        func share(_ whole: Int) -> JSONValue {
            whole == 0 ? .null : .real((Double(right) / Double(whole) * 1_000).rounded() / 1_000)
        }
        return [
            "labelled": .int(Int64(labelled.count)), "found": .int(Int64(found.count)),
            "right": .int(Int64(right)), "precision": share(found.count), "recall": share(labelled.count),
        ]
    }
}
