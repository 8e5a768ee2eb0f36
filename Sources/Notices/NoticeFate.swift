public import Base
public import Storage

/// What becomes of a notice as it goes out: nights, silent gateways and WeChat lie between it and its making.
public enum NoticeFate: Hashable, Sendable {
    /// It is so still, and this is who may read it now: the case's person, or who acts for her.
    case told(Token, forAnother: Bool = false)
    /// Whether it is so still shows when its person has answered what she is asked meanwhile.
    case waits
    /// Nobody is told: it is so no more, or it was about somebody who has been erased.
    case dropped
}

extension JobPostponed {
    /// What waits until its person has answered is looked at again a day later.
    public static func personAnswers(after moment: Instant) -> JobPostponed {
        JobPostponed(until: moment + .seconds(86_400), reason: "person-answers")
    }
}
