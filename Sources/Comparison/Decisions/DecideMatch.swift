import Audit
import Base
import Storage
public import Catalogue
import Vault

/// Keeps what a person decided about items of two catalogues, with who, when and why.
public struct DecideMatch: Sendable {
    /// An item there and a service here; one of them may be missing, not both.
    public struct Subject: Hashable, Sendable {
        public let there: String?
        public let here: ServiceID?

        public init(there: String?, here: ServiceID?) {
            self.there = there
            self.here = here
        }

        /// `<code there> <service here>`, a hyphen for none, as a form carries it.
        init?(_ text: String) {
            let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard words.count == 2, words != ["-", "-"] else { return nil }
            there = words[0] == "-" ? nil : words[0]
            here = ServiceID(rawValue: words[1])
            guard words[1] == "-" || here != nil else { return nil }
        }

        var text: String { "\(there ?? "-") \(here?.rawValue ?? "-")" }
    }

    let parts: ComparisonParts

    /// Every subject gets the same word; a later word about the same subject stands instead of a former one.
    ///
    /// - Throws: ``ComparisonRefused``.
    public func callAsFunction(
        _ subjects: [Subject], _ verdict: Verdict, because reason: String, by account: String,
        requestID: String? = nil
    ) async throws {
        let reason = reason.trimmed
        guard !reason.isEmpty, reason.count <= MatchDecision.reasonMax else {
            throw ComparisonRefused.noReason
        }
        guard !subjects.isEmpty, subjects.count <= 50 else { throw ComparisonRefused.malformed }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            let items = Dictionary(
                uniqueKeysWithValues: try PortalItemStore.all(in: db).map { ($0.code, $0) })
            for subject in subjects {
                let item = try subject.there.map { code in
                    guard let item = items[code] else { throw ComparisonRefused.unknownThere }
                    return item
                }
                let service = try subject.here.map { id in
                    guard let service = parts.catalogue[id] else { throw ComparisonRefused.unknownHere }
                    return service
                }
                guard item != nil || service != nil, verdict != .merge || (item != nil && service != nil)
                else {
                    throw ComparisonRefused.malformed
                }
                try MatchDecisionStore.insert(
                    MatchDecision(
                        there: item?.code, here: service?.id, verdict: verdict, reason: reason, by: account,
                        at: now, printsThere: item.map { ItemFacets($0).prints },
                        printsHere: service.map { ItemFacets($0).prints }), in: db)
                try parts.audit.append(
                    AuditAct(
                        "catalogue.match-decided", actor: .staff(account), purpose: nil, caseNumber: nil,
                        subject: nil, decision: "\(subject.text) \(verdict.rawValue)", requestID: requestID,
                        payloadHash: Digest.sha256(Array(reason.utf8))), in: db)
            }
        }
    }
}
