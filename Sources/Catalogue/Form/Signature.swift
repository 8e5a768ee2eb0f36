public import Base

/// An answer by hand: lines drawn on a screen, or a name typed by who cannot draw.
///
/// It is kept as text: strokes between semicolons, the points of a stroke between spaces, each `x,y` within ``width`` and
/// ``height``; or `name ` and the name.
public struct Signature: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case drawn([[Point]])
        case typed(PersonName)
    }

    public struct Point: Hashable, Sendable {
        public let x: Int
        public let y: Int
    }

    /// The field in which one signs.
    ///
    /// **Unit:** points of the drawing.
    public static let width = 600
    public static let height = 200
    /// A signature is no picture of a page.
    ///
    /// **Unit:** points over all strokes.
    public static let pointsMax = 3_000
    static let strokesMax = 60
    /// What spans less is a slip of a finger.
    ///
    /// **Unit:** points of the drawing.
    static let spanMin = 40
    public static let typedMark = "name "

    public let kind: Kind

    /// Nil for what is no signature.
    public init?(_ text: String) {
        if text.hasPrefix(Self.typedMark) {
            // A mark that stands alone makes one character with the space before it, and the whole is no name any more.
            guard let name = PersonName(String(text.dropFirst(Self.typedMark.count))),
                (Self.typedMark + name.text).hasPrefix(Self.typedMark)
            else { return nil }
            kind = .typed(name)
            return
        }
        guard text.utf8.count <= Self.pointsMax * 8 else { return nil }
        let strokes = text.split(separator: ";").map { stroke in stroke.split(separator: " ").map(Self.point)
        }
        let points = strokes.flatMap { $0.compactMap(\.self) }
        guard (1...Self.strokesMax).contains(strokes.count),
            strokes.allSatisfy({ !$0.isEmpty && !$0.contains(nil) }), points.count <= Self.pointsMax,
            max(Self.span(points.map(\.x)), Self.span(points.map(\.y))) >= Self.spanMin
        else { return nil }
        kind = .drawn(strokes.map { $0.compactMap(\.self) })
    }

    /// Its one written form.
    public var text: String {
        switch kind {
        case .typed(let name): Self.typedMark + name.text
        case .drawn(let strokes):
            strokes.map { $0.map { "\($0.x),\($0.y)" }.joined(separator: " ") }.joined(separator: ";")
        }
    }

    private static func span(_ values: [Int]) -> Int { (values.max() ?? 0) - (values.min() ?? 0) }

    private static func point(_ text: Substring) -> Point? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let x = number(parts[0], upTo: width), let y = number(parts[1], upTo: height)
        else { return nil }
        return Point(x: x, y: y)
    }

    private static func number(_ text: Substring, upTo max: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text), number <= max
        else { return nil }
        return number
    }
}
