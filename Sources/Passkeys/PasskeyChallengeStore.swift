import Base
import Storage

/// Every statement about the `passkey_challenges` table: the questions that have been answered.
enum PasskeyChallengeStore {
    /// Remembers an answered question, and forgets those that nobody could answer any more.
    ///
    /// - Returns: Whether it was the first answer.
    static func spend(
        _ challenge: PasskeyChallenge, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run("DELETE FROM passkey_challenges WHERE expires_at_ms <= \(now)")
        return try db.run(
            """
            INSERT INTO passkey_challenges (challenge_hash, expires_at_ms)
            VALUES (\(challenge.hash), \(challenge.expiresAt)) ON CONFLICT (challenge_hash) DO NOTHING
            """) == 1
    }
}
