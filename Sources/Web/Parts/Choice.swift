/// A question with a few answers to choose one from, as tiles big enough for a thumb.
public struct Choice: Sendable {
    public struct Option: Sendable, Hashable {
        public let value: String
        public let label: String
        public var hint: String?

        public init(_ value: String, _ label: String, hint: String? = nil) {
            self.value = value
            self.label = label
            self.hint = hint
        }
    }

    public let name: String
    public let label: String
    public let options: [Option]
    public var chosen: String?
    public var hint: String?
    public var error: String?

    public init(
        name: String, label: String, options: [Option], chosen: String? = nil, hint: String? = nil,
        error: String? = nil
    ) {
        self.name = name
        self.label = label
        self.options = options
        self.chosen = chosen
        self.hint = hint
        self.error = error
    }

    public var html: HTML {
        let described = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(
            \.self)
        return element(
            "fieldset", .class(error == nil ? "field choice" : "field choice has-error"),
            .describedBy(described.isEmpty ? nil : described.joined(separator: " "))
        ) {
            element("legend") { label }
            if let hint { element("p", .id("\(name)-hint"), .class("hint")) { hint } }
            if let error { element("p", .id("\(name)-error"), .class("error")) { error } }
            element("div", .class("tiles")) {
                for (index, option) in options.enumerated() { tile(option, index) }
            }
        }
    }

    /// The first tile bears the plain name, so that the error summary can lead to it.
    private func tile(_ option: Option, _ index: Int) -> HTML {
        let id = index == 0 ? name : "\(name)-\(index + 1)"
        return element("label", .class("tile"), .for(id)) {
            void(
                "input", .type("radio"), .id(id), .name(name), .value(option.value),
                .checked(option.value == Masking.kept(chosen)))
            element("span", .class("tile-words")) {
                element("span", .class("tile-label")) { option.label }
                if let hint = option.hint { element("span", .class("hint")) { hint } }
            }
        }
    }
}
