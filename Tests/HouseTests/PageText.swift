import Foundation

@testable import Simulation

/// What a browser makes of a page: its title, its words, its forms.
struct PageText: Sendable {
    struct PostForm: Sendable {
        let action: String
        /// The hidden fields, as they would be sent.
        var fields: [String: String]
        /// The values that each radio button offers.
        var choices: [String: [String]]
    }

    let html: String
    let links: [String]
    let forms: [PostForm]

    init(html: String) {
        self.html = html
        let page = Page(status: 200, path: "", html: Array(html.utf8))
        links = page.links
        forms = page.forms.map { PostForm(action: $0.action, fields: $0.fields, choices: $0.choices) }
    }

    var title: String {
        html.firstMatch(of: /(?s)<h1[^>]*>(.*?)<\/h1>/).map { Self.words(String($0.1)) } ?? ""
    }

    /// Everything that is written on the page.
    var words: String { Self.words(html) }

    func form(_ action: String) -> PostForm? { forms.first { $0.action.hasPrefix(action) } }

    private static func words(_ html: String) -> String {
        unescaped(
            html.replacing(/(?s)<(style|script)\b.*?<\/(style|script)>/, with: " ")
                .replacing(/<[^>]*>/, with: " ")
        ).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func unescaped(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
