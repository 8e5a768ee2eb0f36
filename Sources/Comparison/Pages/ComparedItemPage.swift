import Base
import Catalogue
import Web

/// Items of two catalogues beside each other, and the form that decides about them.
struct ComparedItemPage {
    let finding: Finding
    let mayDecide: Bool

    private static let heads = ["comparison.what", "comparison.there", "comparison.here", "comparison.state"]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("comparison.item.title")) {
            Notice(
                finding.hasChanged ? .warning : .information,
                phrases("comparison.verdict.\(finding.proposal.verdict.rawValue)"), finding.reason(phrases)
            ).html
            SummaryList(summary(phrases)).html(phrases)
            for pair in finding.pairs { beside(pair, phrases) }
            if mayDecide { form(phrases) }
            actions(Button(phrases("comparison.item.back"), .link, to: "/catalogue/portal"))
        }
    }

    private func summary(_ phrases: Phrases) -> [SummaryList.Row] {
        [.init(phrases("comparison.relation"), phrases("comparison.relation.\(finding.relation.rawValue)"))]
            + finding.there.map { item in
                .init(
                    phrases("comparison.there"), "\(item.name) · \(item.department) · \(item.code)")
            }
            + finding.here.map {
                .init(phrases("comparison.here"), "\($0.name[phrases.language]) · \($0.id.rawValue)")
            }
            + [
                .init(
                    phrases("comparison.uses"),
                    phrases(
                        "comparison.uses.both",
                        [
                            "there": finding.usesThere.map(String.init)
                                ?? phrases("comparison.uses.unknown"), "here": "\(finding.usesHere)",
                        ]))
            ]
    }

    private func beside(_ pair: Finding.Pair, _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") {
                phrases(
                    "comparison.pair",
                    [
                        "basis": phrases("comparison.basis.\(pair.match.basis.rawValue)"),
                        "confidence": ComparisonReport.share(pair.match.confidence),
                    ])
            }
            if let decision = pair.decision {
                element("p") {
                    phrases(
                        "comparison.decided",
                        [
                            "by": decision.by, "moment": ChinaTime.minute(decision.at, in: phrases.language),
                            "because": decision.reason,
                        ])
                }
            }
            element("table") {
                element("thead") {
                    element("tr") {
                        for key in Self.heads { element("th", .scope("col")) { phrases(key) } }
                    }
                }
                element("tbody") {
                    for facet in pair.facets {
                        element("tr", .class(pair.changes.contains(facet.facet) ? "overdue" : nil)) {
                            element("th", .scope("row")) {
                                phrases("comparison.facet.\(facet.facet.rawValue)")
                            }
                            element("td") { HTML.typed(facet.there) }
                            element("td") { HTML.typed(facet.here) }
                            element("td") { phrases("comparison.state.\(facet.state.rawValue)") }
                        }
                    }
                }
            }
        }
    }

    private var subjects: [DecideMatch.Subject] {
        finding.pairs.isEmpty
            ? [DecideMatch.Subject(there: finding.there.first?.code, here: finding.here.first?.id)]
            : finding.pairs.map { DecideMatch.Subject(there: $0.match.there, here: $0.match.here) }
    }

    private func form(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/catalogue/portal/decisions"), .data("once", "true")) {
            for subject in subjects { void("input", .type("hidden"), .name("subject"), .value(subject.text)) }
            if finding.relation == .onlyThere {
                Field(
                    .text, name: "service", label: phrases("comparison.item.service"),
                    hint: phrases("comparison.item.service.hint"), max: 121
                ).html
            }
            Choice(
                name: "verdict", label: phrases("comparison.item.verdict"),
                options: Verdict.allCases.map {
                    .init(
                        $0.rawValue, phrases("comparison.verdict.\($0.rawValue)"),
                        hint: phrases("comparison.verdict.\($0.rawValue).hint"))
                }, chosen: finding.proposal.verdict.rawValue
            ).html
            Field(
                .text, name: "reason", label: phrases("comparison.item.reason"), max: MatchDecision.reasonMax
            ).html
            actions(Button(phrases("comparison.item.button")))
        }
    }
}
