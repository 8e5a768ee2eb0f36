public import Base
import Catalogue
public import Web

/// A report in the forms in which it leaves the house.
extension ComparisonReport {
    public var json: JSONValue {
        [
            "synthetic": .flag(isSynthetic), "itemsThere": .int(Int64(countThere)),
            "servicesHere": .int(Int64(countHere)),
            "relations": .object(
                Dictionary(
                    uniqueKeysWithValues: Finding.Relation.allCases.map {
                        ($0.rawValue, .int(Int64(count($0))))
                    })),
            "proposals": .object(
                Dictionary(
                    uniqueKeysWithValues: Verdict.allCases.map { ($0.rawValue, .int(Int64(count($0)))) })),
            "codesInDoubt": .list(
                doubts.map { ["there": .text($0.there), "here": .text($0.here.rawValue)] }),
            "findings": .list(findings.map(\.json)),
        ]
    }

    /// One line a finding; every field is one that a table program shows and does not run.
    public func csv(_ phrases: Phrases) -> String {
        let head = [
            "relation", "confidence", "code_there", "name_there", "service_here", "name_here", "uses_there",
            "uses_here", "proposal", "reason", "decided_by", "changed_since", "data",
        ]
        let rows = findings.map { $0.fields(phrases) + [isSynthetic ? phrases("comparison.synthetic") : ""] }
        let lines = ([head] + rows).map { fields in fields.map(Self.field).joined(separator: ",") }
        return lines.map { $0 + "\r\n" }.joined()
    }

    static func share(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    static func field(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let plain = isFormula ? "'" + text : text
        let needsQuotes = plain.contains { "\",".contains($0) || $0.isNewline }
        return needsQuotes ? "\"" + plain.replacing("\"", with: "\"\"") + "\"" : plain
    }

    /// A page of its own, to send or to print.
    public func page(_ phrases: Phrases, from source: String) -> String {
        let content = fragment {
            element("h1") { phrases("comparison.title") }
            element("p") { phrases("comparison.source", ["source": source]) }
            if isSynthetic { element("p") { element("strong") { phrases("comparison.synthetic") } } }
            element("table") {
                element("thead") {
                    element("tr") {
                        for key in FindingRow.heads { element("th", .scope("col")) { phrases(key) } }
                    }
                }
                element("tbody") { for finding in findings { FindingRow(finding: finding).html(phrases) } }
            }
        }
        return """
            <!doctype html><html lang="\(phrases.language.rawValue)"><head><meta charset="utf-8">
            <title>\(HTML.text(phrases("comparison.title")).string)</title><style>
            body{font:15px/1.5 "Noto Sans CJK SC",sans-serif;margin:2rem}table{border-collapse:collapse}
            th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}
            </style></head><body>\(content.string)</body></html>

            """
    }
}

extension Finding {
    /// Why this is proposed, in one sentence.
    public func reason(_ phrases: Phrases) -> String {
        phrases("comparison.reason.\(proposal.reason.rawValue)", proposal.values)
    }

    /// What has changed in it since a decision.
    public var changedFacets: [Facet] {
        Facet.allCases.filter { facet in
            changes.contains(facet) || pairs.contains { $0.changes.contains(facet) }
        }
    }

    /// As a line of the table, without what is the same in all of them.
    func fields(_ phrases: Phrases) -> [String] {
        func listed(_ texts: [String]) -> String { texts.joined(separator: "；") }
        let items = [listed(there.map(\.code)), listed(there.map(\.name))]
        let services = [listed(here.map(\.id.rawValue)), listed(here.map { $0.name[.mandarin] })]
        let uses = [usesThere.map(String.init) ?? "", String(usesHere)]
        let outcome = [proposal.verdict.rawValue, reason(phrases), proposal.values["by"] ?? ""]
        let changed = changedFacets.map(\.rawValue).joined(separator: " ")
        let first = [relation.rawValue, confidence.map(ComparisonReport.share) ?? ""]
        return first + items + services + uses + outcome + [changed]
    }

    var json: JSONValue {
        .present([
            "relation": .text(relation.rawValue),
            "there": .list(there.map { ["code": .text($0.code), "name": .text($0.name)] }),
            "here": .list(
                here.map { ["service": .text($0.id.rawValue), "name": .text($0.name[.mandarin])] }),
            "confidence": confidence.map { .real(($0 * 100).rounded() / 100) },
            "pairs": .list(pairs.map(\.json)), "usesThere": usesThere.map { .int(Int64($0)) },
            "usesHere": .int(Int64(usesHere)), "proposal": .text(proposal.verdict.rawValue),
            "reason": .text(proposal.reason.rawValue),
            "values": .object(proposal.values.mapValues(JSONValue.text)), "decided": .flag(isDecided),
            "changedSince": .list(changedFacets.map { .text($0.rawValue) }),
        ])
    }
}

extension Finding.Pair {
    var json: JSONValue {
        .present([
            "there": .text(match.there), "here": .text(match.here.rawValue),
            "basis": .text(match.basis.rawValue),
            "confidence": .real((match.confidence * 100).rounded() / 100),
            "facets": .object(
                Dictionary(uniqueKeysWithValues: facets.map { ($0.facet.rawValue, .text($0.state.rawValue)) })
            ), "decidedBy": decision.map { .text($0.by) }, "because": decision.map { .text($0.reason) },
        ])
    }
}
