public import Storage

public enum NoticesMigrations {
    public static let all = [notices, reminders, acceptance]

    /// A reminder is told once a case, however often its timer runs.
    static let reminders = Migration(
        id: "0135-reminders",
        statements: [
            """
            CREATE UNIQUE INDEX case_notices_reminded ON case_notices (case_number, kind)
                WHERE kind IN ('appointment-tomorrow', 'ending')
            """
        ])

    /// That it is accepted is told once a case, whether somebody says it or the law does.
    static let acceptance = Migration(
        id: "0144-accepted-once",
        statements: [
            """
            DELETE FROM case_notices WHERE kind = 'accepted' AND EXISTS (
                SELECT 1 FROM case_notices AS other
                WHERE other.case_number = case_notices.case_number AND other.kind = 'accepted'
                    AND other.id < case_notices.id)
            """,
            """
            CREATE UNIQUE INDEX case_notices_accepted ON case_notices (case_number) WHERE kind = 'accepted'
            """,
        ])

    static let notices = Migration(
        id: "0101-notices",
        statements: [
            """
            CREATE TABLE case_notices (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                case_number \(.text) NOT NULL,
                service \(.text) NOT NULL,
                kind \(.text) NOT NULL,
                language \(.text) NOT NULL,
                made_at_ms \(.int64) NOT NULL,
                outcome \(.text) CHECK (outcome IN ('sent', 'no-phone', 'declined')),
                told_at_ms \(.int64),
                CHECK ((outcome IS NULL) = (told_at_ms IS NULL))
            ) \(.strict)
            """,
            "CREATE INDEX case_notices_by_citizen ON case_notices (citizen_id, made_at_ms)",
            """
            CREATE TABLE notice_choices (
                citizen_id \(.text) NOT NULL,
                kind \(.text) NOT NULL,
                declined_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (citizen_id, kind)
            ) \(.strict)
            """,
        ])
}
