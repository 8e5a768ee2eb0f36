/// Digit keys for a field, big enough for a thumb, on screens without a keyboard.
///
/// The keys are of no use without script and stay hidden then; the field itself always works.
public func keypad(for field: String, _ phrases: Phrases) -> HTML {
    element(
        "div", .class("keypad"), .data("keypad", field), .role("group"), .ariaLabel(phrases("part.keypad")),
        .hidden(true)
    ) {
        for digit in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            element("button", .class("key"), .type("button"), .value(digit)) { digit }
        }
        element("button", .class("key"), .type("button"), .value("clear")) { phrases("part.keypad.clear") }
        element("button", .class("key"), .type("button"), .value("0")) { "0" }
        element("button", .class("key"), .type("button"), .value("back")) { phrases("part.keypad.back") }
    }
}
