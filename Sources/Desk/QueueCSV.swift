import Base
import Casework
import Catalogue
import Web

/// A list as a spreadsheet reads it: RFC 4180, and no cell that a spreadsheet would take for a formula.
struct QueueCSV {
    let rows: [[String]]

    init(_ steps: [CaseStep], _ catalogue: Catalogue, _ phrases: Phrases) {
        let heads = ["number", "service", "step", "state", "due", "account", "referrals"].map {
            phrases("clerk.export.\($0)")
        }
        rows =
            [heads]
            + steps.map { step in
                let item = step.item(in: catalogue)
                return [
                    step.key.number.rawValue, item?.name[phrases.language] ?? step.service.rawValue,
                    item.map { step.name($0, phrases.language) } ?? step.key.step,
                    phrases("clerk.state.\(step.state.rawValue)"), step.due?.day.description ?? "",
                    step.account ?? "", String(step.referrals),
                ]
            }
    }

    /// With a byte order mark, by which spreadsheets tell that it is UTF-8.
    var text: String {
        "\u{FEFF}" + rows.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell in quotes; one that begins like a formula begins with an apostrophe instead.
    ///
    /// Source: OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab and carriage return, also after what a spreadsheet skips.
    static func cell(_ text: String) -> String {
        let dangerous: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠"]
        let first = text.first { $0 != " " && $0 != "\u{3000}" && $0 != "\u{A0}" }
        let neutral = first.map(dangerous.contains) == true ? "'" + text : text
        return "\"" + neutral.replacing("\"", with: "\"\"") + "\""
    }
}
