public import Base
public import Storage

/// One helper at one terminal, from the call to the end.
public struct Assistance: Hashable, Sendable {
    /// The longest that anybody helps at a stretch, as long as a visit lives.
    static let lifeMax = Duration.seconds(20 * 60)
    /// How long help waits for a visit to begin, or lasts on pages that are no visit's.
    static let waitMax = Duration.seconds(5 * 60)

    public enum End: String, Sendable, CaseIterable, SQLConvertible {
        /// The person pressed the button.
        case pressed
        /// The visit was over.
        case visit
        /// It had lasted as long as it may, or waited in vain.
        case time
        /// The desk ended the volunteer.
        case revoked
        /// The person who proved herself was the helper.
        case herself
        /// The code was never typed, typed wrong too often, or asked for anew.
        case unused
    }

    public let id: Token
    public let terminal: String
    /// Nil for a number that nobody has here: it looks the same until the code is typed, which nobody was sent.
    let volunteer: Token?
    let codeHash: [UInt8]
    let codeUntil: Instant
    let calledAt: Instant
    let begunAt: Instant?
    /// The visit at which she helps, once there is one.
    let session: Token?
    /// Whether the log has told the person, which it does as soon as she is known.
    let isTold: Bool
    /// The case in whose log the help stands.
    let caseNumber: String?
    /// The step for which the helper has stepped aside.
    public let aside: AssistedStep.Own?
}
