/// One box to tick: a consent, never ticked beforehand.
public struct Consent: Sendable {
    public let name: String
    public let label: String
    public var hint: String?
    public var error: String?
    /// True only when the person ticked it on this page before.
    public var isGiven: Bool

    public init(
        name: String, label: String, hint: String? = nil, error: String? = nil, isGiven: Bool = false
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.isGiven = isGiven
    }

    public var html: HTML {
        let described = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(
            \.self)
        return element("div", .class(error == nil ? "field consent" : "field consent has-error")) {
            if let error { element("p", .id("\(name)-error"), .class("error")) { error } }
            element("label", .class("tile"), .for(name)) {
                void(
                    "input", .type("checkbox"), .id(name), .name(name), .value("on"), .checked(isGiven),
                    .describedBy(described.isEmpty ? nil : described.joined(separator: " ")),
                    .ariaInvalid(error != nil))
                element("span", .class("tile-words")) {
                    element("span", .class("tile-label")) { label }
                    if let hint { element("span", .id("\(name)-hint"), .class("hint")) { hint } }
                }
            }
        }
    }
}
