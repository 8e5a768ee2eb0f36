/// What a person presses to go on; one primary button a page.
public struct Button: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case primary, secondary, link, danger
    }

    public let label: String
    public var kind: Kind
    /// A link's address; a button without one submits its form.
    public var address: String?
    public var name: String?
    public var value: String?
    /// Whether its form is sent though something is not filled in.
    public var needsNothing: Bool

    public init(
        _ label: String, _ kind: Kind = .primary, to address: String? = nil, name: String? = nil,
        value: String? = nil, needsNothing: Bool = false
    ) {
        self.label = label
        self.kind = kind
        self.address = address
        self.name = name
        self.value = value
        self.needsNothing = needsNothing
    }

    public var html: HTML {
        if let address {
            element("a", .class("button \(kind.rawValue)"), .href(address)) { label }
        } else {
            element(
                "button", .class("button \(kind.rawValue)"), .name(name), .value(value),
                .formNoValidate(needsNothing)
            ) { label }
        }
    }
}

/// The buttons of a page, side by side at its lower end.
public func actions(_ buttons: Button...) -> HTML { actions(buttons) }

public func actions(_ buttons: [Button]) -> HTML {
    element("div", .class("actions")) { for button in buttons { button.html } }
}
