import CPango

/// How a text looks.
struct TextStyle: Sendable {
    /// Egret's own face first, and Noto for what it lacks or where it was not made.
    enum Family: String, Sendable {
        case serif = "Egret Serif,Noto Serif CJK SC"
        case sans = "Egret Sans,Noto Sans CJK SC"
    }

    enum Alignment: Sendable {
        case left, center, right

        var pango: PangoAlignment {
            switch self {
            case .left: PANGO_ALIGN_LEFT
            case .center: PANGO_ALIGN_CENTER
            case .right: PANGO_ALIGN_RIGHT
            }
        }
    }

    struct Color: Sendable {
        let red, green, blue, alpha: Double

        static let ink = Color(red: 0.07, green: 0.07, blue: 0.09, alpha: 1)
        static let grey = Color(red: 0.36, green: 0.36, blue: 0.4, alpha: 1)
        static let rule = Color(red: 0.35, green: 0.35, blue: 0.38, alpha: 1)
        static let shade = Color(red: 0.955, green: 0.955, blue: 0.94, alpha: 1)
        static let red = Color(red: 0.8, green: 0.07, blue: 0.09, alpha: 1)
        static let seal = Color(red: 0.85, green: 0.08, blue: 0.1, alpha: 0.88)
    }

    var family = Family.serif
    /// Points.
    var size: Double
    var bold = false
    var color = Color.ink
    var alignment = Alignment.left
    /// Points between characters.
    var spacing = 0.0
    /// Factor on the line's natural height; nil leaves it.
    var lineFactor: Float?
    /// Points before the first line.
    var indent = 0.0
    var justified = false

    static let title = TextStyle(size: 27, bold: true, alignment: .center, spacing: 7)
    static let titleEnglish = TextStyle(
        size: 11, color: .grey, alignment: .center, spacing: 0.6)
    static let issuer = TextStyle(size: 13, alignment: .center, spacing: 1)
    static let paragraph = TextStyle(size: 14.5, lineFactor: 1.18, indent: 29, justified: true)
    static let paragraphEnglish = TextStyle(size: 10, color: .grey, lineFactor: 0.95, justified: true)
    static let label = TextStyle(size: 12, color: .ink, alignment: .center, spacing: 0.5)
    static let labelEnglish = TextStyle(size: 7.5, color: .grey, alignment: .center)
    static let value = TextStyle(size: 12.5)
    static let caption = TextStyle(size: 12.5, bold: true)
    static let cell = TextStyle(size: 10.5)
    static let cellHead = TextStyle(size: 10.5, bold: true)
    static let note = TextStyle(size: 9.5, color: .grey, lineFactor: 0.95)
    static let validity = TextStyle(size: 12, bold: true)
    static let signature = TextStyle(size: 14, alignment: .center, spacing: 1)
    static let foot = TextStyle(family: .sans, size: 8, color: .grey)
    static let footCode = TextStyle(family: .sans, size: 10.5, bold: true, spacing: 0.4)
    static let micro = TextStyle(family: .sans, size: 6.2, color: .grey)

    /// The same, larger; what is counted in points grows with it.
    func scaled(by factor: Double) -> TextStyle {
        var style = self
        style.size *= factor
        style.spacing *= factor
        style.indent *= factor
        return style
    }

    func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }
}
