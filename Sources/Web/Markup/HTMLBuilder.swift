/// Collects the parts of an element: strings are text, `if`, `switch` and `for` work as in Swift.
@resultBuilder public enum HTMLBuilder {
    public static func buildExpression(_ text: String) -> HTML { .text(text) }
    public static func buildExpression(_ html: HTML) -> HTML { html }
    public static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }
    public static func buildExpression(_ parts: [HTML]) -> HTML { buildArray(parts) }
    public static func buildBlock() -> HTML { HTML() }
    public static func buildPartialBlock(first: HTML) -> HTML { first }

    public static func buildPartialBlock(accumulated: consuming HTML, next: HTML) -> HTML {
        accumulated.append(next)
        return accumulated
    }

    public static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
    public static func buildEither(first part: HTML) -> HTML { part }
    public static func buildEither(second part: HTML) -> HTML { part }

    public static func buildArray(_ parts: [HTML]) -> HTML {
        parts.reduce(into: HTML()) { $0.append($1) }
    }
}

/// Several parts side by side, without an element around them.
public func fragment(@HTMLBuilder content: () -> HTML) -> HTML { content() }
