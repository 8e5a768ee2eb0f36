import Base
import Staff

/// What `egret doctor` says of the offices for which nobody decides.
struct OfficesReport {
    let offices: [UnservedOffice]

    /// Whether no person waits where nobody can decide.
    var isWell: Bool { !offices.contains { $0.steps > 0 } }

    var lines: [String] {
        guard !offices.isEmpty else { return ["ok    offices: every one has a clerk"] }
        let (waiting, named) = (offices.filter { $0.steps > 0 }, offices.filter { $0.steps == 0 })
        var lines: [String] = []
        if !waiting.isEmpty {
            lines.append(
                "FAIL  offices: steps of cases lie where no active clerk decides; ask clerks in under /people"
            )
            lines += waiting.map { "      \($0.department): \(Self.place($0)), \($0.steps) open" }
        }
        if !named.isEmpty {
            lines.append(
                "warn  offices: services that are offered name offices without an active clerk; ask clerks in under /people"
            )
            let departments = Dictionary(grouping: named, by: \.department).sorted { $0.key < $1.key }
            lines += departments.map { department, offices in
                "      \(department): \(offices.map(Self.place).joined(separator: ", "))"
            }
        }
        return lines
    }

    private static func place(_ office: UnservedOffice) -> String {
        office.region.map { ($0.isOtherCity ? "city " : "district ") + $0.rawValue }
            ?? ["whole state", "whole province", "whole city"][max(1, min(office.level, 3)) - 1]
    }
}
