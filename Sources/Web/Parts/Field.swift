/// One question of a form: its label, hint, error and control always belong together.
public struct Field: Sendable {
    public enum Kind: Sendable, Hashable {
        case text, phone, date
        /// Digits that were sent to the person, or that stand on a paper.
        case code(length: Int)
        case password
        case paragraph(rows: Int)
        case number
        /// Digits with a decimal point.
        case amount
    }

    public let kind: Kind
    public let name: String
    public let label: String
    public var hint: String?
    public var error: String?
    public var value: String?
    /// **Unit:** characters.
    public var max: Int?
    /// What the browser may fill in, such as `tel`; on a terminal nothing is.
    public var autocomplete: String

    public init(
        _ kind: Kind, name: String, label: String, hint: String? = nil, error: String? = nil,
        value: String? = nil, max: Int? = nil, autocomplete: String = "off"
    ) {
        self.kind = kind
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.value = value
        self.max = max
        self.autocomplete = autocomplete
    }

    public var html: HTML {
        question(name: name, label: label, hint: hint, error: error) { describedBy in
            switch kind {
            case .paragraph(let rows):
                element(
                    "textarea", .id(name), .name(name), .rows(rows), .maxLength(max),
                    .describedBy(describedBy),
                    .ariaInvalid(error != nil), .autocomplete(autocomplete)
                ) { Masking.kept(value) ?? "" }
            default:
                void(
                    "input", .id(name), .name(name), .class(controlClass), .type(controlType),
                    .inputMode(inputMode), .value(Masking.kept(value)), .maxLength(maxLength),
                    .describedBy(describedBy),
                    .ariaInvalid(error != nil), .autocomplete(autocomplete))
            }
        }
    }
}
