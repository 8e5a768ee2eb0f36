import Foundation

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

    var title: String {
        html.firstMatch(of: /(?s)<h1[^>]*>(.*?)<\/h1>/).map { Self.words(String($0.1)) } ?? ""
    }

    /// Everything that is written on the page.
    var words: String { Self.words(html) }

    var links: [String] {
        html.matches(of: /<a\b[^>]*?\bhref="([^"]*)"/).map { Self.unescaped(String($0.1)) }
    }

    var forms: [PostForm] {
        html.matches(of: /(?s)<form\b([^>]*)>(.*?)<\/form>/).map { match in
            var form = PostForm(
                action: Self.attribute("action", String(match.1)) ?? "", fields: [:], choices: [:])
            for input in match.2.matches(of: /<input\b([^>]*)>/) {
                let text = String(input.1)
                guard let name = Self.attribute("name", text) else { continue }
                let value = Self.attribute("value", text) ?? ""
                switch Self.attribute("type", text) {
                case "hidden": form.fields[name] = value
                case "radio": form.choices[name, default: []].append(value)
                default: break
                }
            }
            return form
        }
    }

    func form(_ action: String) -> PostForm? { forms.first { $0.action.hasPrefix(action) } }

    private static func attribute(_ name: String, _ tag: String) -> String? {
        for match in tag.matches(of: /([a-z-]+)="([^"]*)"/) where match.1 == name {
            return unescaped(String(match.2))
        }
        return nil
    }

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
