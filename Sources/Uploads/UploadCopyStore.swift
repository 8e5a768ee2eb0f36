public import Storage
public import Vault
import Base
import Foundation

/// What this room gives a person of the files she sent.
public enum UploadCopyStore {
    public static func exporters(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "uploads",
                ["id", "case_number", "question", "citizen_id", "content_sealed", "uploaded_at_ms"],
                left: ["content_hash": "made of the file itself"],
                select: {
                    """
                    SELECT id, case_number, question, citizen_id, content_sealed, uploaded_at_ms
                    FROM uploads WHERE citizen_id = \($0) ORDER BY uploaded_at_ms LIMIT 10000
                    """
                },
                open: { _, sealed, row, citizen, db in
                    // A scanner knew it, and its bytes are gone.
                    guard !sealed.isEmpty else { return nil }
                    return Data(
                        try vault.subject(citizen, in: db).open(
                            sealed, at: FieldPlace("uploads", "content_sealed", row: row.text("id")))
                    ).base64EncodedString()
                })
        ]
    }
}
