public import Storage

public enum UploadsMigrations {
    public static let all: [Migration] = [uploads]

    /// A case of the room above owns each row; the number ties them, and what forgets the case forgets the row.
    private static let uploads = Migration(
        id: "0130-uploads",
        statements: [
            """
            CREATE TABLE uploads (
                id \(.text) PRIMARY KEY,
                case_number \(.text) NOT NULL,
                question \(.text) NOT NULL,
                citizen_id \(.text) NOT NULL,
                media_type \(.text) NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg')),
                size_bytes \(.int64) NOT NULL CHECK (size_bytes > 0),
                state \(.text) NOT NULL CHECK (state IN ('waiting', 'clean', 'infected')),
                content_hash \(.bytes) NOT NULL,
                content_sealed \(.bytes) NOT NULL,
                uploaded_at_ms \(.int64) NOT NULL,
                looked_at_ms \(.int64) NOT NULL,
                UNIQUE (case_number, question, content_hash)
            ) \(.strict)
            """,
            "CREATE INDEX uploads_by_citizen ON uploads (citizen_id)",
            "CREATE INDEX uploads_waiting ON uploads (looked_at_ms, id) WHERE state = 'waiting'",
        ])
}
