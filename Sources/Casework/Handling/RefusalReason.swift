public import Storage

/// Why a department says no; the words stand ready in every language, and the clerk adds what they do not say.
public enum RefusalReason: String, Sendable, CaseIterable, SQLConvertible {
    case conditionsNotMet = "conditions-not-met"
    case materialsNotTrue = "materials-not-true"
    case notOurs = "not-ours"
    case alreadyHeld = "already-held"
    case lawForbids = "law-forbids"
}

/// Why an answer has to be corrected.
public enum CorrectionReason: String, Sendable, CaseIterable, SQLConvertible {
    case differsFromRegister = "differs-from-register"
    case unclear
    case incomplete
    case outdated
}
