public import Base

/// One attribute of an element; a `nil` value leaves it out.
public struct Attribute: Sendable {
    enum Value: Sendable {
        case absent
        /// A flag that stands alone, such as `disabled`.
        case alone
        case text(String)
    }

    let name: StaticString
    /// Written after `name`, for `data-…` only.
    var suffix: StaticString = ""
    let value: Value

    init(name: StaticString, suffix: StaticString = "", _ text: String?) {
        self.name = name
        self.suffix = suffix
        value = text.map(Value.text) ?? .absent
    }

    init(flag name: StaticString, _ present: Bool) {
        self.name = name
        value = present ? .alone : .absent
    }

    /// An address: left out unless it is one a page may send a reader to.
    init(name: StaticString, address: String?, allowing isAllowed: (String) -> Bool) {
        self.init(name: name, address.flatMap { isAllowed($0) ? $0 : nil })
    }

    public static func id(_ value: String?) -> Attribute { .init(name: "id", value) }
    public static func `class`(_ value: String?) -> Attribute { .init(name: "class", value) }
    public static func name(_ value: String?) -> Attribute { .init(name: "name", value) }
    public static func label(_ value: String?) -> Attribute { .init(name: "label", value) }
    public static func value(_ value: String?) -> Attribute { .init(name: "value", value) }
    public static func type(_ value: String?) -> Attribute { .init(name: "type", value) }
    public static func enctype(_ value: String?) -> Attribute { .init(name: "enctype", value) }
    public static func accept(_ value: String?) -> Attribute { .init(name: "accept", value) }
    public static func target(_ value: String?) -> Attribute { .init(name: "target", value) }
    public static func method(_ value: String?) -> Attribute { .init(name: "method", value) }
    public static func `for`(_ value: String?) -> Attribute { .init(name: "for", value) }
    public static func alt(_ value: String) -> Attribute { .init(name: "alt", value) }
    public static func title(_ value: String?) -> Attribute { .init(name: "title", value) }
    public static func content(_ value: String?) -> Attribute { .init(name: "content", value) }
    public static func rel(_ value: String?) -> Attribute { .init(name: "rel", value) }
    public static func scope(_ value: String?) -> Attribute { .init(name: "scope", value) }
    public static func autocomplete(_ value: String?) -> Attribute { .init(name: "autocomplete", value) }
    public static func inputMode(_ value: String?) -> Attribute { .init(name: "inputmode", value) }
    public static func pattern(_ value: String?) -> Attribute { .init(name: "pattern", value) }
    public static func datetime(_ value: String?) -> Attribute { .init(name: "datetime", value) }
    public static func form(_ value: String?) -> Attribute { .init(name: "form", value) }
    public static func accessKey(_ value: String?) -> Attribute { .init(name: "accesskey", value) }
    public static func role(_ value: String?) -> Attribute { .init(name: "role", value) }
    public static func tabIndex(_ value: Int?) -> Attribute {
        .init(name: "tabindex", value.map(String.init))
    }
    public static func maxLength(_ value: Int?) -> Attribute {
        .init(name: "maxlength", value.map(String.init))
    }
    public static func width(_ value: Int?) -> Attribute { .init(name: "width", value.map(String.init)) }
    public static func height(_ value: Int?) -> Attribute { .init(name: "height", value.map(String.init)) }
    public static func rows(_ value: Int?) -> Attribute { .init(name: "rows", value.map(String.init)) }
    public static func colspan(_ value: Int?) -> Attribute { .init(name: "colspan", value.map(String.init)) }
    public static func max(_ value: Int?) -> Attribute { .init(name: "max", value.map(String.init)) }
    public static func min(_ value: Int?) -> Attribute { .init(name: "min", value.map(String.init)) }
    public static func lang(_ value: Language?) -> Attribute { .init(name: "lang", value?.rawValue) }

    /// A whole page inside a page; what it may do says ``sandbox(_:)``.
    public static func srcDoc(_ page: HTML) -> Attribute { .init(name: "srcdoc", page.string) }
    public static func sandbox(_ value: String) -> Attribute { .init(name: "sandbox", value) }
    public static func spellCheck(_ value: Bool) -> Attribute {
        .init(name: "spellcheck", value ? "true" : "false")
    }

    public static func formNoValidate(_ present: Bool) -> Attribute {
        .init(flag: "formnovalidate", present)
    }
    public static func multiple(_ present: Bool) -> Attribute { .init(flag: "multiple", present) }
    public static func checked(_ present: Bool) -> Attribute { .init(flag: "checked", present) }
    public static func disabled(_ present: Bool) -> Attribute { .init(flag: "disabled", present) }
    public static func hidden(_ present: Bool) -> Attribute { .init(flag: "hidden", present) }
    public static func required(_ present: Bool) -> Attribute { .init(flag: "required", present) }
    public static func selected(_ present: Bool) -> Attribute { .init(flag: "selected", present) }
    public static func open(_ present: Bool) -> Attribute { .init(flag: "open", present) }

    public static func ariaLabel(_ value: String?) -> Attribute { .init(name: "aria-label", value) }
    public static func labelledBy(_ value: String?) -> Attribute { .init(name: "aria-labelledby", value) }
    public static func describedBy(_ value: String?) -> Attribute { .init(name: "aria-describedby", value) }
    public static func ariaLive(_ value: String?) -> Attribute { .init(name: "aria-live", value) }
    public static func ariaCurrent(_ value: String?) -> Attribute { .init(name: "aria-current", value) }
    public static func ariaInvalid(_ present: Bool) -> Attribute {
        .init(name: "aria-invalid", present ? "true" : nil)
    }
    public static func ariaPressed(_ value: Bool?) -> Attribute {
        .init(name: "aria-pressed", value.map { $0 ? "true" : "false" })
    }
    public static func ariaHidden(_ present: Bool) -> Attribute {
        .init(name: "aria-hidden", present ? "true" : nil)
    }

    public static func data(_ name: StaticString, _ value: String?) -> Attribute {
        .init(name: "data-", suffix: name, value)
    }

    public static func href(_ value: String?) -> Attribute {
        .init(name: "href", address: value, allowing: Address.isLink)
    }
    public static func action(_ value: String?) -> Attribute {
        .init(name: "action", address: value, allowing: Address.isLocal)
    }
    public static func src(_ value: String?) -> Attribute {
        .init(name: "src", address: value, allowing: Address.isSource)
    }
}
