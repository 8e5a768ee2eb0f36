import Base
import Casework
public import Catalogue
import Documents
public import Staff
import Web

/// Says what a request is about that this room has asked a second person for, by the service's name.
public enum DescribeMatters {
    public static func describe(_ catalogue: Catalogue) -> DescribeMatter {
        { matter, phrases in
            guard case .other(let kind, let summary, _) = matter else { return nil }
            let words = summary.split(separator: " ").map(String.init)
            return switch kind {
            case .paperRevocation: revocation(words, catalogue, phrases)
            case .publication: publication(matter, words, catalogue, phrases)
            case .queueExport: export(summary, catalogue, phrases)
            default: nil
            }
        }
    }

    private static func title(_ id: String, _ catalogue: Catalogue, _ phrases: Phrases) -> String {
        ServiceID(rawValue: id).flatMap { catalogue[$0] }?.name[phrases.language] ?? id
    }

    /// Number, service and the reason's word, as ``RevokePapers`` writes them.
    private static func revocation(
        _ words: [String], _ catalogue: Catalogue, _ phrases: Phrases
    ) -> ApprovalSubject? {
        guard words.count == 3, RevokeDocument.Reason(rawValue: words[2]) != nil else { return nil }
        return ApprovalSubject(
            text: [
                words[0], title(words[1], catalogue, phrases), phrases("revocation.reason.\(words[2])"),
            ].joined(separator: " · "))
    }

    /// Service, version and day, as ``PublishService`` writes them; the page shows the rest.
    private static func publication(
        _ matter: ApprovalMatter, _ words: [String], _ catalogue: Catalogue, _ phrases: Phrases
    ) -> ApprovalSubject? {
        guard let proposal = PublishService.proposal(matter), words.count >= 3 else { return nil }
        let version = String(words[1].drop { $0 == "v" })
        return ApprovalSubject(
            text: phrases(
                "editor.proposal.matter",
                [
                    "service": title(words[0], catalogue, phrases), "version": version,
                    "day": CalendarDate(words[2])?.shown(in: phrases.language) ?? words[2],
                ]),
            page: .init(path: "/catalogue/proposals/\(proposal)", route: "/catalogue/proposals/{id}"))
    }

    /// Queue, list and number of rows, as ``WorkRoutes`` and `ExportQueue` write them.
    private static func export(
        _ summary: String, _ catalogue: Catalogue, _ phrases: Phrases
    ) -> ApprovalSubject? {
        guard let match = summary.wholeMatch(of: /(\S+) · (\S*): ([0-9]+)/),
            let queue = StepQueue(rawValue: String(match.1)), let rows = Int(match.3)
        else { return nil }
        let list = ListAddress(query: String(match.2)).list
        let words = [
            phrases("clerk.tab.\(list.tab.rawValue)"),
            list.service.map { title($0.rawValue, catalogue, phrases) },
            list.colour.map { phrases("clerk.colour.\($0.rawValue)") },
        ].compactMap(\.self)
        return ApprovalSubject(
            text: phrases(
                "clerk.export.matter", count: rows,
                [
                    "queue": QueueName.words(queue, catalogue, phrases),
                    "list": words.joined(separator: phrases("staff.comma")),
                ]))
    }
}
