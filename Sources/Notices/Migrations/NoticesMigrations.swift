public import Storage

public enum NoticesMigrations {
    public static let all = [
        notices, reminders, acceptance, ways, weChat, waiting, passedOn, undelivered, elsewhere, missed,
    ]

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

    /// What has not left the house is found among all that ever did, so that a decision takes it back at once.
    static let waiting = Migration(
        id: "0158-notices-waiting",
        statements: [
            """
            CREATE INDEX case_notices_waiting ON case_notices (case_number)
                WHERE outcome IS NULL AND kind IN ('appointment-tomorrow', 'ending', 'accepted', 'overdue')
            """
        ])

    /// A notice may wait for its person longer than a finished job is remembered; programs of the city are told once all the same.
    static let passedOn = Migration(
        id: "0159-notices-passed-on",
        statements: ["ALTER TABLE case_notices ADD COLUMN passed_on_at_ms \(.int64)"])

    /// What WeChat has not brought, told before we have written down that it took it.
    static let undelivered = Migration(
        id: "0162-wechat-undelivered",
        statements: [
            """
            CREATE TABLE wechat_undelivered (
                message \(.text) NOT NULL PRIMARY KEY,
                heard_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """
        ])

    /// Since when WeChat knows a person by that name at another account, and not at ours.
    static let elsewhere = Migration(
        id: "0163-wechat-elsewhere",
        statements: ["ALTER TABLE wechat_bindings ADD COLUMN elsewhere_at_ms \(.int64)"])

    /// Also that she did not come is taken back before she was told, when the office finds that she did.
    static let missed = Migration(
        id: "0166-notices-waiting-missed",
        statements: [
            "DROP INDEX case_notices_waiting",
            """
            CREATE INDEX case_notices_waiting ON case_notices (case_number)
                WHERE outcome IS NULL
                    AND kind IN ('appointment-tomorrow', 'appointment-missed', 'ending', 'accepted', 'overdue')
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

    /// Notices go by WeChat, too.
    ///
    /// A check is not changed in place on both engines, so the table is made anew.
    static let ways = Migration(
        id: "0156-notice-ways",
        statements: [
            """
            CREATE TABLE case_notices_made_anew (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                case_number \(.text) NOT NULL,
                service \(.text) NOT NULL,
                kind \(.text) NOT NULL,
                language \(.text) NOT NULL,
                made_at_ms \(.int64) NOT NULL,
                outcome \(.text) CHECK (outcome IN ('sent', 'no-phone', 'declined', 'refused')),
                told_at_ms \(.int64),
                way \(.text) CHECK (way IN ('sms', 'wechat')),
                wechat_message \(.int64),
                CHECK ((outcome IS NULL) = (told_at_ms IS NULL))
            ) \(.strict)
            """,
            """
            INSERT INTO case_notices_made_anew (id, citizen_id, case_number, service, kind, language, made_at_ms,
                outcome, told_at_ms)
            SELECT id, citizen_id, case_number, service, kind, language, made_at_ms, outcome, told_at_ms
            FROM case_notices
            """,
            "DROP TABLE case_notices",
            "ALTER TABLE case_notices_made_anew RENAME TO case_notices",
            "CREATE INDEX case_notices_by_citizen ON case_notices (citizen_id, made_at_ms)",
            """
            CREATE UNIQUE INDEX case_notices_reminded ON case_notices (case_number, kind)
                WHERE kind IN ('appointment-tomorrow', 'ending')
            """,
            """
            CREATE UNIQUE INDEX case_notices_accepted ON case_notices (case_number) WHERE kind = 'accepted'
            """,
            """
            CREATE INDEX case_notices_by_wechat ON case_notices (wechat_message)
                WHERE wechat_message IS NOT NULL
            """,
        ])

    static let weChat = Migration(
        id: "0157-wechat",
        statements: [
            """
            CREATE TABLE wechat_bindings (
                citizen_id \(.text) NOT NULL PRIMARY KEY,
                openid_term \(.bytes) NOT NULL,
                openid_sealed \(.bytes) NOT NULL,
                channel \(.text) NOT NULL CHECK (channel IN ('sms', 'wechat', 'both')),
                bound_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX wechat_bindings_by_openid ON wechat_bindings (openid_term)",
            """
            CREATE TABLE wechat_scenes (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                session_id \(.text) NOT NULL,
                scene_hash \(.bytes) NOT NULL UNIQUE,
                address_sealed \(.bytes) NOT NULL,
                state \(.text) NOT NULL CHECK (state IN ('waiting', 'scanned', 'asked', 'bound', 'dropped')),
                openid_sealed \(.bytes),
                code_hash \(.bytes),
                tries \(.int64) NOT NULL,
                made_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX wechat_scenes_by_citizen ON wechat_scenes (citizen_id, made_at_ms)",
        ])
}
