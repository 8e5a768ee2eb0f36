import Base
import Catalogue
import Web

/// One line of the comparison, on the desk's page and on the page that leaves the house.
struct FindingRow {
    let finding: Finding
    /// Where it is looked at; nil on a page without links.
    var address: String?

    static let heads = [
        "comparison.relation", "comparison.there", "comparison.here", "comparison.confidence",
        "comparison.uses", "comparison.proposal",
    ]

    func html(_ phrases: Phrases) -> HTML {
        element("tr", .class(finding.hasChanged ? "overdue" : nil)) {
            element("td") { phrases("comparison.relation.\(finding.relation.rawValue)") }
            element("td") {
                for item in finding.there { element("p") { HTML.typed(item.name) } }
            }
            element("td") {
                for service in finding.here { element("p") { service.name[phrases.language] } }
            }
            element("td") { finding.confidence.map(ComparisonReport.share) ?? "–" }
            element("td") {
                phrases(
                    "comparison.uses.both",
                    [
                        "there": finding.usesThere.map(String.init) ?? phrases("comparison.uses.unknown"),
                        "here": "\(finding.usesHere)",
                    ])
            }
            element("td") {
                element("p") {
                    let verdict = phrases("comparison.verdict.\(finding.proposal.verdict.rawValue)")
                    if let address {
                        element("a", .href(address)) { verdict }
                    } else {
                        element("strong") { verdict }
                    }
                }
                element("p") { HTML.typed(finding.reason(phrases)) }
                if finding.hasChanged { element("p") { changed(phrases) } }
            }
        }
    }

    private func changed(_ phrases: Phrases) -> String {
        let facets = finding.changedFacets.map { phrases("comparison.facet.\($0.rawValue)") }
        return phrases(
            "comparison.changed", ["facets": facets.joined(separator: phrases("comparison.comma"))])
    }
}
