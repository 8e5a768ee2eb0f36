import Base

/// The paper of a service that needs no layout of its own: what it says, and which facts and tables follow.
public struct StandardPaper: Sendable {
    public struct Fact: Sendable {
        public let label: LocalText
        /// A place of a layout, such as `{employer|dash}`.
        public let value: String
    }

    public struct Table: Sendable {
        public let field: String
        public let label: LocalText
        public let columns: [RegisterField]
    }

    /// In Mandarin, with places for values.
    public let statement: String
    public let english: String
    public let note: String?
    /// The step whose clerk writes what the paper answers; nil where it says nothing but its own words.
    public let reply: String?
    public let facts: [Fact]
    public let tables: [Table]

    /// The layout, as a department would write it in `document.yml`.
    ///
    /// - Parameters:
    ///   - name: the service's.
    ///   - ends: whether the paper may be relied on for some days only.
    ///   - isLicence: whether it has an electronic licence's identifier.
    /// - Returns: YAML.
    public func layout(named name: LocalText, ends: Bool, isLicence: Bool = false) -> String {
        let facts = isLicence ? facts + [Self.licence] : facts
        var lines = [
            "paper: A4", "margins: { top: 24, right: 25, bottom: 10, left: 25 }", "blocks:",
            "  - title: \(Self.quoted(name[.mandarin]))",
            "    english: \(Self.quoted(name[.english].uppercased()))",
            "  - paragraph: \(Self.quoted(statement))", "    english: \(Self.quoted(english))",
        ]
        if reply != nil { lines.append("  - paragraph: \(Self.quoted("{\(Self.replyField)}"))") }
        if !facts.isEmpty {
            lines.append("  - facts:")
            for fact in facts {
                lines.append(
                    "      - { \(Self.labels(fact.label)), value: \(Self.quoted(fact.value)), optional: true }"
                )
            }
        }
        for table in tables { lines += Self.lines(of: table) }
        if ends { lines.append("  - validity: \(Self.quoted("本件自签发之日起至 {validUntil|date} 有效，逾期作废。"))") }
        lines += ["  - seal: \(Self.quoted("{department}"))", "    date: \(Self.quoted("{issuedOn|date}"))"]
        if let note { lines.append("  - note: \(Self.quoted(note))") }
        lines.append("footer: 本件由政务服务自助终端开具。")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The field of a layout in which a clerk's answer stands.
    public static let replyField = "reply"

    private static let licence = Fact(
        label: LocalText(mandarin: "电子证照标识", english: "Licence identifier", minnan: "電子證照標識"),
        value: "{\(LicenceIdentifier.field)}")

    private static func lines(of table: Table) -> [String] {
        var lines = [
            "  - table: \(table.field)", "    caption: \(quoted(table.label[.mandarin]))", "    empty: 没有记录",
            "    columns:",
        ]
        for column in table.columns {
            let format = column.kind.paperFormat.map { ", format: \($0)" } ?? ""
            let align = column.kind == .money || column.kind == .number ? "right" : "left"
            let width = column.kind == .text ? 2 : 1
            let label =
                column.kind == .money
                ? LocalText(
                    mandarin: column.label[.mandarin] + "（元）", english: column.label[.english] + " (yuan)",
                    minnan: column.label[.minnan]) : column.label
            lines.append(
                "      - { \(labels(label)), field: \(column.id)\(format), width: \(width), align: \(align) }"
            )
        }
        return lines
    }

    private static func labels(_ label: LocalText) -> String {
        "label: \(quoted(label[.mandarin])), english: \(quoted(label[.english]))"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension RegisterField.Kind {
    /// How a layout writes it; nil: as it came.
    var paperFormat: String? {
        switch self {
        case .date: "date"
        case .month: "month"
        case .money: "fen"
        case .flag: "flag"
        case .text, .code, .number: "dash"
        case .table: nil
        }
    }
}
