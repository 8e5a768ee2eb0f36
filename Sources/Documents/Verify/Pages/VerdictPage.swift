import Base
import Web

/// What is known of the paper, in plain words.
struct VerdictPage {
    let verdict: Verdict
    /// What was seen of a file that is none of the kept papers; nil for every other question.
    var finding: SealedFile.Finding?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("verify.answer.title")) {
            notice(phrases).html
            if let facts = verdict.facts {
                SummaryList(rows(facts, phrases)).html(phrases)
                element("p", .class("hint")) { phrases("verify.compare") }
            }
            actions(Button(phrases("verify.another"), .secondary, to: "/verify"))
        }
    }

    private func notice(_ phrases: Phrases) -> Notice {
        switch verdict.outcome {
        case .genuine:
            Notice(.success, phrases("verify.genuine.title"), phrases("verify.genuine.text"))
        case .expired:
            Notice(.warning, phrases("verify.expired.title"), phrases("verify.expired.text"))
        case .superseded:
            Notice(.warning, phrases("verify.superseded.title"), phrases("verify.superseded.text"))
        case .revoked:
            Notice(.warning, phrases("verify.revoked.title"), phrases("verify.revoked.text"))
        case .altered:
            Notice(.warning, phrases("verify.altered.title"), text("altered", phrases))
        case .unknown:
            Notice(.information, phrases("verify.unknown.title"), text("unknown", phrases))
        }
    }

    /// What to do next, which of a file is something else than of a code.
    private func text(_ outcome: String, _ phrases: Phrases) -> String {
        phrases(finding.map { "verify.file.\($0.rawValue)" } ?? "verify.\(outcome).text")
    }

    private func rows(_ facts: Verdict.Facts, _ phrases: Phrases) -> [SummaryList.Row] {
        (facts.revokedOn.map { [.init(phrases("verify.fact.revoked"), $0.shown(in: phrases.language))] } ?? [])
            + [
                .init(phrases("verify.fact.service"), facts.serviceName),
                .init(phrases("verify.fact.issuer"), facts.issuer),
                .init(phrases("verify.fact.issued"), facts.issuedOn.shown(in: phrases.language)),
                .init(
                    phrases("verify.fact.until"),
                    facts.validUntil?.shown(in: phrases.language) ?? phrases("verify.fact.no-end")),
                .init(phrases("verify.fact.edition"), String(facts.edition)),
                .init(phrases("verify.fact.name"), facts.holderName ?? phrases("verify.fact.erased")),
                .init(phrases("verify.fact.number"), facts.holderNumber ?? phrases("verify.fact.erased")),
            ]
            + (facts.agentRelation.map { relation in
                [
                    .init(
                        phrases("verify.fact.agent"),
                        phrases("verify.agent.\(relation.rawValue)", ["name": facts.agentName ?? "*"]))
                ]
            } ?? [])
    }
}
