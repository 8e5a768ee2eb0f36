import Storage

/// What could go wrong with one class of data, and what the house does against it.
struct PrivacyRisk {
    let harm: String
    let measure: String

    init(_ content: StoredField.Content) {
        (harm, measure) =
            switch content {
            case .number:
                (
                    "somebody is impersonated, or found again everywhere",
                    "masked on screens, found only by a keyed term, never in logs or addresses"
                )
            case .name:
                ("a person is told from others", "masked for everybody but herself and her paper")
            case .phone:
                (
                    "fraud by telephone",
                    "used for codes and for messages that she agreed to; no message holds a name"
                )
            case .answers:
                (
                    "her circumstances become known",
                    "asked field by field for a named purpose; each reading is shown to her"
                )
            case .paper:
                (
                    "a paper with her data comes into other hands",
                    "compared with the person at five joints before it is printed; the bytes go after their days"
                )
            case .credential:
                ("somebody acts in her name", "kept as a hash or wrapped, of short life, bound to one visit")
            case .pseudonym:
                (
                    "rows are joined to a profile",
                    "random for each person, meaningless once her key is destroyed"
                )
            case .trace:
                (
                    "where she was and when becomes known",
                    "kept for the days of the law, read by nobody without an act in the log"
                )
            case .consent:
                (
                    "something is done against her will",
                    "given separately, shown to her, taken back with one press"
                )
            case .opinion:
                ("she is treated worse for it", "kept without her name")
            case .publicRecord:
                ("the log tells of a person", "holds field names and a commitment, never a value")
            case .thing: ("none", "none needed")
            }
    }
}
