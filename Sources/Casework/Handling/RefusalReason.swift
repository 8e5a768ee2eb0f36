public import Storage

/// Why a department says no; the words stand ready in every language, and the clerk adds what they do not say.
public enum RefusalReason: String, Sendable, CaseIterable, SQLConvertible {
    case conditionsNotMet = "conditions-not-met"
    case materialsNotTrue = "materials-not-true"
    case notOurs = "not-ours"
    case alreadyHeld = "already-held"
    case lawForbids = "law-forbids"

    /// As papers are written, in Mandarin; the same words as on the screen.
    var written: String {
        switch self {
        case .conditionsNotMet: "不符合办理条件"
        case .materialsNotTrue: "材料与登记或事实不符"
        case .notOurs: "不归本部门管，请向有管辖权的部门申请"
        case .alreadyHeld: "您已有同样且有效的证件或结果"
        case .lawForbids: "法律规定的情形不能办理"
        }
    }
}

/// Why an answer has to be corrected.
public enum CorrectionReason: String, Sendable, CaseIterable, SQLConvertible {
    case differsFromRegister = "differs-from-register"
    case unclear
    case incomplete
    case outdated
}
