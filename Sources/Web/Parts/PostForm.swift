public import Base

/// A form that acts: it carries a key under which it counts once, however often it is sent.
public func postForm(
    action: String, key: Token, @HTMLBuilder content: () -> HTML
) -> HTML {
    element("form", .method("post"), .action(action), .data("once", "true")) {
        void("input", .type("hidden"), .name(IdempotencyKey.fieldName), .value(key.rawValue))
        content()
    }
}
