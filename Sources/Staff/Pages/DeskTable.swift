public import Web

/// Rows under heads, for people who read many of them.
public func deskTable(_ heads: [String], @HTMLBuilder rows: () -> HTML) -> HTML {
    element("table") {
        element("thead") { element("tr") { for head in heads { element("th", .scope("col")) { head } } } }
        element("tbody") { rows() }
    }
}
