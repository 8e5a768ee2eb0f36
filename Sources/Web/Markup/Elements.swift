/// An element with content, such as `element("p", .class("hint")) { "text" }`.
public func element(
    _ tag: StaticString, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML = { HTML() }
) -> HTML {
    element(tag, attributes, content: content)
}

public func element(
    _ tag: StaticString, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML = { HTML() }
) -> HTML {
    let inside = isForm(tag) ? FormOwner.field(in: attributes).followed(by: content()) : content()
    var html = HTML()
    html.reserve(inside.bytes.count + 32 * (attributes.count + 1))
    html.open(tag, attributes)
    html.append(inside)
    html.raw("</")
    html.raw(tag)
    html.raw(">")
    return html
}

private func isForm(_ tag: StaticString) -> Bool {
    tag.utf8CodeUnitCount == 4 && tag.withUTF8Buffer { $0.elementsEqual("form".utf8) }
}

/// An element that has no content and no end tag, such as `input`, `img` and `meta`.
public func void(_ tag: StaticString, _ attributes: Attribute...) -> HTML {
    var html = HTML()
    html.open(tag, attributes)
    return html
}

extension HTML {
    fileprivate func followed(by other: HTML) -> HTML {
        var html = self
        html.append(other)
        return html
    }

    fileprivate mutating func open(_ tag: StaticString, _ attributes: [Attribute]) {
        raw("<")
        raw(tag)
        for attribute in attributes {
            if case .absent = attribute.value { continue }
            raw(" ")
            raw(attribute.name)
            raw(attribute.suffix)
            guard case .text(let text) = attribute.value else { continue }
            raw("=\"")
            escape(text)
            raw("\"")
        }
        raw(">")
    }
}
