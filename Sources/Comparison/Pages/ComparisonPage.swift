import Base
import Catalogue
import Foundation
import Web

/// Which lines of the comparison are shown.
struct ComparisonFilter: Hashable {
    static let pageSize = 50

    var relation: Finding.Relation?
    var verdict: Verdict?
    /// Only what nobody has decided, or what has changed since.
    var isOpen = false
    /// Part of a name or a code.
    var words = ""
    /// 1 and up.
    var page = 1

    func holds(_ finding: Finding) -> Bool {
        if let relation, finding.relation != relation { return false }
        if let verdict, finding.proposal.verdict != verdict { return false }
        if isOpen, finding.isDecided, !finding.hasChanged { return false }
        guard !words.isEmpty else { return true }
        let texts =
            finding.there.flatMap { [$0.name, $0.code, $0.department] }
            + finding.here.flatMap { [$0.name[.mandarin], $0.id.rawValue] }
        return texts.contains { $0.localizedStandardContains(words) }
    }

    var query: String {
        let fields = [
            relation.map { "relation=\($0.rawValue)" }, verdict.map { "verdict=\($0.rawValue)" },
            isOpen ? "open=yes" : nil, words.isEmpty ? nil : "words=\(Self.escaped(words))",
            page > 1 ? "page=\(page)" : nil,
        ].compactMap(\.self)
        return "?" + fields.joined(separator: "&")
    }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// Another portal's catalogue beside ours.
struct ComparisonPage {
    let report: ComparisonReport
    let last: PortalImport
    let filter: ComparisonFilter

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let shown = report.findings.filter(filter.holds)
        let pages = max(1, (shown.count + ComparisonFilter.pageSize - 1) / ComparisonFilter.pageSize)
        let page = min(max(1, filter.page), pages)
        let first = (page - 1) * ComparisonFilter.pageSize
        return frame.desk(context, title: phrases("comparison.title")) {
            element("p") {
                phrases(
                    "comparison.lead",
                    [
                        "there": "\(report.countThere)", "here": "\(report.countHere)",
                        "moment": ChinaTime.minute(last.at, in: phrases.language), "source": last.source,
                        "by": last.by,
                    ])
            }
            if report.isSynthetic { Notice(.information, phrases("comparison.synthetic")).html }
            if !report.doubts.isEmpty {
                Notice(.warning, phrases("comparison.doubts", count: report.doubts.count)).html
            }
            filters(phrases)
            search(phrases)
            element("h2") { phrases("comparison.shown", count: shown.count) }
            table(shown.dropFirst(first).prefix(ComparisonFilter.pageSize), phrases)
            element("p") {
                if page > 1 { link(phrases("comparison.page.before")) { $0.page = page - 1 } }
                " \(page) / \(pages) "
                if page < pages { link(phrases("comparison.page.next")) { $0.page = page + 1 } }
            }
        }
    }

    private func table(_ findings: ArraySlice<Finding>, _ phrases: Phrases) -> HTML {
        element("table") {
            element("thead") {
                element("tr") {
                    for key in FindingRow.heads { element("th", .scope("col")) { phrases(key) } }
                }
            }
            element("tbody") {
                for finding in findings {
                    FindingRow(finding: finding, address: Self.address(finding)).html(phrases)
                }
            }
        }
    }

    static func address(_ finding: Finding) -> String {
        "/catalogue/portal/item?key=\(ComparisonFilter.escaped(finding.key))"
    }

    private func filters(_ phrases: Phrases) -> HTML {
        fragment {
            element("p") {
                link(phrases("comparison.all")) {
                    $0.relation = nil
                    $0.verdict = nil
                    $0.isOpen = false
                    $0.words = ""
                }
                for relation in Finding.Relation.allCases {
                    " · "
                    link("\(phrases("comparison.relation.\(relation.rawValue)")) \(report.count(relation))") {
                        $0.relation = relation
                    }
                }
            }
            element("p") {
                for verdict in Verdict.allCases {
                    link("\(phrases("comparison.verdict.\(verdict.rawValue)")) \(report.count(verdict))") {
                        $0.verdict = verdict
                    }
                    " · "
                }
                link(phrases("comparison.open")) { $0.isOpen = true }
            }
        }
    }

    private func link(_ label: String, _ change: (inout ComparisonFilter) -> Void) -> HTML {
        var changed = filter
        changed.page = 1
        change(&changed)
        let isCurrent = changed == filter
        return element(
            "a", .href("/catalogue/portal" + changed.query), .ariaCurrent(isCurrent ? "true" : nil)
        ) { label }
    }

    private func search(_ phrases: Phrases) -> HTML {
        element("form", .method("get"), .action("/catalogue/portal")) {
            Field(
                .text, name: "words", label: phrases("comparison.words"),
                value: filter.words.isEmpty ? nil : filter.words, max: 60
            ).html
            actions(Button(phrases("comparison.find"), .secondary))
        }
    }
}

/// As long as nothing was imported.
struct NoPortalPage {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("comparison.title")) {
            element("p") { phrases("comparison.none") }
        }
    }
}
