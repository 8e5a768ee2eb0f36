import Audit
public import Base
public import Catalogue
public import Exchange
import Foundation
import Identity
public import Storage
public import Web

/// The house's own register: what every room keeps about a person, in plain words, so that her copy becomes a paper.
///
/// What only machines read, such as the numbers of rows and the states of a process, is in the copy as JSON alone.
public struct KeptRegister: RegisterPort {
    public static let resource = "platform/kept"
    /// The page of the service that prints it.
    static let service = "/services/platform/data-copy"
    /// Rows of one table on one paper at most.
    static let rowsMax = 50

    /// What stands on the paper, by table and in order, with its columns.
    static let onPaper: [(table: String, columns: [String])] = [
        ("citizens", ["name_sealed", "number_sealed", "phone_sealed", "created_at_ms"]),
        (
            "cases",
            ["number", "service", "answers_sealed", "record_sealed", "submitted_at_ms", "issued_at_ms"]
        ),
        ("case_steps", ["case_number", "note_sealed", "decided_at_ms"]),
        ("case_corrections", ["case_number", "note_sealed", "asked_at_ms"]),
        ("uploads", ["case_number", "uploaded_at_ms"]),
        ("appointments", ["service", "starts_at_ms", "ends_at_ms"]),
        ("documents", ["service_name", "issuer", "case_number", "issued_at_ms", "valid_until"]),
        ("sessions", ["service", "started_at_ms", "ended_at_ms"]),
        ("consents", ["purpose", "given_at_ms", "withdrawn_at_ms"]),
        ("consent_grants", ["purpose", "given_at_ms", "expires_at_ms", "withdrawn_at_ms"]),
        ("mandates", ["given_at_ms", "expires_at_ms", "revoked_at_ms"]),
        ("accounts", ["opened_at_ms"]),
        ("account_factors", ["confirmed_at_ms", "last_used_at_ms", "revoked_at_ms"]),
        ("account_sessions", ["authenticated_at_ms", "last_seen_at_ms", "ended_at_ms"]),
        ("account_devices", ["first_seen_at_ms", "last_seen_at_ms"]),
        ("oidc_consents", ["client_id", "given_at_ms", "withdrawn_at_ms"]),
        ("portal_links", ["linked_at_ms"]),
        ("network_identities", ["linked_at_ms"]),
        ("privacy_requests", ["number", "text_sealed", "answer_sealed", "made_at_ms", "ended_at_ms"]),
    ]

    let parts: PrivacyParts
    let exporters: [PersonExporter]
    let catalogue: Catalogue
    let phrases: Phrases

    public init(_ parts: PrivacyParts, exporters: [PersonExporter], catalogue: Catalogue, words: Words) {
        self.parts = parts
        self.exporters = exporters
        self.catalogue = catalogue
        phrases = words.phrases(.mandarin)
    }

    public func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        try await OwnRecord(parts: parts, resource: Self.resource, table: "kept").answer(to: question) {
            person in
            let exporters = Dictionary(grouping: exporters, by: \.table)
            let words = KeptWords(catalogue: catalogue, phrases: phrases, owner: person.number)
            return try await parts.engine.read { db in
                try Self.onPaper.flatMap { table, columns in
                    try (exporters[table]?.first?.rows(person.id, db) ?? []).suffix(Self.rowsMax)
                        .map { words.row($0, columns, of: table) }
                }
            }
        }
    }
}

/// A row of what is kept, as a person reads it.
struct KeptWords {
    /// A row of the paper must fit on a page.
    static let charactersMax = 500

    let catalogue: Catalogue
    let phrases: Phrases
    /// Whose paper it is: her number stands on it whole, anybody's that she or an official wrote is masked.
    let owner: CitizenNumber

    func row(
        _ row: [String: PersonExporter.Copied], _ columns: [String], of table: String
    ) -> [String: String] {
        let item = text(row["service"]).flatMap(ServiceID.init).flatMap { catalogue[$0] }
        let said = columns.compactMap { column -> String? in
            guard let value = value(row[column] ?? .nothing, column, item) else { return nil }
            return phrases("kept.\(column)") + phrases("looks.colon") + value
        }
        let content = plain(said.joined(separator: phrases("looks.stop")))
        let isWhole = content.count <= Self.charactersMax
        return [
            "what": phrases("kept.table.\(table)"),
            "content": isWhole ? content : content.prefix(Self.charactersMax) + phrases("kept.more"),
        ]
    }

    /// One line that a paper can carry: without others' numbers, line breaks and characters that no typeface has.
    private func plain(_ text: String) -> String {
        var line = String(String.UnicodeScalarView(text.unicodeScalars.map(Self.printable)))
        let others = CitizenNumber.all(in: line).filter { $0 != owner }
        // A number in full-width digits is found as one, and must go as one.
        if !others.isEmpty { line = CitizenNumber.narrow(line) }
        for number in others {
            line = line.replacingOccurrences(of: number.text, with: number.masked, options: .caseInsensitive)
        }
        return line
    }

    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard String(scalar).isPlainText, scalar.value <= 0xFFFF,
            !scalar.properties.isEmojiPresentation
        else { return " " }
        return scalar
    }

    private func text(_ value: PersonExporter.Copied?) -> String? {
        if case .text(let text) = value { text } else { nil }
    }

    private func value(_ value: PersonExporter.Copied, _ column: String, _ item: ServiceItem?) -> String? {
        switch value {
        case .nothing: nil
        case .number(let number): "\(number)"
        case .moment(let moment): ChinaTime.minute(moment, in: .mandarin)
        case .text(let text):
            switch column {
            case "service": item?.name[.mandarin] ?? text
            case "answers_sealed", "record_sealed": members(text, item)
            default: text.isEmpty ? nil : text
            }
        }
    }

    /// Answers by the words of their questions, and a department's fields by the words of the form.
    private func members(_ json: String, _ item: ServiceItem?) -> String? {
        guard let members = JSONValue(Array(json.utf8))?.object, !members.isEmpty else { return nil }
        return members.sorted { $0.key < $1.key }.map { key, value in
            let question = item?.questions.first { $0.id == key }
            let label = question?.label ?? item?.prefill.first { $0.field == key }?.label
            let text = value.text.map { question?.shown($0, in: .mandarin) ?? $0 } ?? plain(value)
            return self.label(key, label?[.mandarin]) + phrases("looks.colon") + text
        }.joined(separator: phrases("looks.comma"))
    }

    /// A question is a label without its mark.
    private func label(_ key: String, _ words: String?) -> String {
        let known = phrases.has("looks.field.\(key)") ? phrases("looks.field.\(key)") : key
        return (words ?? known).trimmingCharacters(in: ["？", "?"])
    }

    private func plain(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): text
        case .list(let values): phrases("kept.rows", ["count": "\(values.count)"])
        case .object(let members): members.sorted { $0.key < $1.key }.map { plain($1) }.joined(separator: " ")
        case .int(let number): "\(number)"
        case .real(let number): "\(number)"
        case .flag(let flag): flag ? "✓" : "—"
        case .null: "—"
        }
    }
}
