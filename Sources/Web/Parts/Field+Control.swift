extension Field {
    var controlType: String {
        // What is typed while somebody helps is read back by nobody; a date is picked, and hidden by its style.
        if Masking.isOn, kind != .date { return "password" }
        return plainType
    }

    private var plainType: String {
        switch kind {
        case .text, .code, .number, .amount, .paragraph: "text"
        case .phone: "tel"
        case .date: "date"
        case .password: "password"
        }
    }

    var inputMode: String? {
        switch kind {
        case .code, .number: "numeric"
        case .amount: "decimal"
        case .phone: "tel"
        case .text, .date, .password, .paragraph: nil
        }
    }

    var controlClass: String {
        let hidden = Masking.isOn ? " hidden-typing" : ""
        return plainClass + hidden
    }

    private var plainClass: String {
        switch kind {
        case .code: "control code"
        case .phone: "control phone"
        case .date, .number, .amount: "control short"
        case .text, .password, .paragraph: "control"
        }
    }

    /// A code may be typed with spaces between its digits.
    var maxLength: Int? {
        if case .code(let length) = kind { length * 2 } else { max }
    }
}

/// The words around a control, tied to it for those who listen.
func question(
    name: String, label: String, hint: String?, error: String?, control: (String?) -> HTML
) -> HTML {
    let described = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(\.self)
    return element("div", .class(error == nil ? "field" : "field has-error")) {
        element("label", .for(name)) { label }
        if let hint { element("p", .id("\(name)-hint"), .class("hint")) { hint } }
        if let error { element("p", .id("\(name)-error"), .class("error")) { error } }
        control(described.isEmpty ? nil : described.joined(separator: " "))
    }
}
