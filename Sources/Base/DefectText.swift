/// A sentence about something that is wrong, or how to mend it, which can be said in another language too.
///
/// It is written as a literal and reads as one: `"The list has \(count) entries"`. What stands in its places is kept apart, so that
/// whoever shows it can look the ``template`` up: `The list has {1} entries`.
public struct DefectText: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    private enum Value: Hashable, Sendable {
        /// A name, a number, what somebody wrote: the same in every language.
        case same(String)
        /// A sentence of its own, said in the reader's language.
        case text(DefectText)

        var english: String {
            switch self {
            case .same(let text): text
            case .text(let text): text.english
            }
        }
    }

    /// One more than there are values, each before, between or after them.
    private var words: [String]
    private var values: [Value]

    /// The words of a foreign parser, known when it speaks; they have no places.
    public init(verbatim words: String) { (self.words, values) = ([words], []) }

    public init(stringLiteral words: String) { self.init(verbatim: words) }

    public init(stringInterpolation interpolation: StringInterpolation) { self = interpolation.text }

    /// As it stands in the source, its values filled in.
    public var english: String {
        zip(words, values).map { $0 + $1.english }.joined() + (words.last ?? "")
    }

    /// As it stands in the source, its places numbered from 1: by this other languages have it.
    public var template: String {
        zip(words, 1...).map { $1 == 1 ? $0 : "{\($1 - 1)}\($0)" }.joined()
    }

    public var description: String { english }

    /// As a table of templates says it; nil where it says nothing.
    ///
    /// A sentence in one of its places that the table does not know stands there in English, in quotes.
    public func text(by table: [String: String]) -> String? {
        table[template]?.replacing(/\{([0-9]+)\}/) { place in
            guard let number = Int(place.output.1), values.indices.contains(number - 1) else {
                return String(place.output.0)
            }
            return switch values[number - 1] {
            case .same(let text): text
            case .text(let text): text.text(by: table) ?? "“\(text.english)”"
            }
        }
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = DefectText(verbatim: "")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ words: String) { text.words[text.words.count - 1] += words }

        public mutating func appendInterpolation(_ value: DefectText) { append(.text(value)) }

        public mutating func appendInterpolation<Same>(_ value: Same) { append(.same("\(value)")) }

        private mutating func append(_ value: Value) {
            text.values.append(value)
            text.words.append("")
        }
    }
}
