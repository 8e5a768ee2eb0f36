public import Storage
public import Vault
import Base
import Foundation

/// What this room gives a person of her papers: the facts, and the PDF as long as it is kept.
public enum DocumentCopyStore {
    public static func exporters(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "documents", paperColumns,
                left: [
                    "subject_commitment": "made of her id, which is in the copy",
                    "code_hash": "made of the code that stands on the paper",
                    "pdf_hash": "made of the paper itself",
                ],
                select: {
                    """
                    SELECT id, case_number, subject_id, service_name, issuer, pdf_sealed, facts_sealed, issued_at_ms,
                        valid_until, state
                    FROM documents WHERE subject_id = \($0) ORDER BY issued_at_ms LIMIT 10000
                    """
                },
                open: { column, sealed, row, citizen, db in
                    // Its days are over, and its bytes were forgotten.
                    guard !sealed.isEmpty else { return nil }
                    let field: StaticString = column == "pdf_sealed" ? "pdf_sealed" : "facts_sealed"
                    let plain = try vault.subject(citizen, in: db).open(
                        sealed, at: FieldPlace("documents", field, row: row.text("id")))
                    return column == "pdf_sealed"
                        ? Data(plain).base64EncodedString() : String(decoding: plain, as: UTF8.self)
                }),
            PersonExporter(
                "print_tickets", ticketColumns,
                left: ["session_hash": "tells nothing about her, and bound the paper to one visit"],
                select: {
                    """
                    SELECT t.id AS id, document_id, t.case_number AS case_number, terminal_id,
                        t.issued_at_ms AS issued_at_ms, expires_at_ms, fetched_at_ms, closed_at_ms, t.state AS state,
                        reason, pages_printed
                    FROM print_tickets t JOIN documents d ON d.id = t.document_id
                    WHERE d.subject_id = \($0) ORDER BY t.issued_at_ms LIMIT 10000
                    """
                }),
        ]
    }

    private static let paperColumns = [
        "id", "case_number", "subject_id", "service_name", "issuer", "pdf_sealed", "facts_sealed",
        "issued_at_ms", "valid_until", "state",
    ]
    private static let ticketColumns = [
        "id", "document_id", "case_number", "terminal_id", "issued_at_ms", "expires_at_ms", "fetched_at_ms",
        "closed_at_ms", "state", "reason", "pages_printed",
    ]
}
