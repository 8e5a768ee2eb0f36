/// Whether pages that are made now hide what is a person's: on for as long as somebody helps at her screen.
///
/// A page is a function from a model to markup and is made within one request, whose guard says this once for all of
/// its parts: typed words become ``mark``, fields and choices lose what they held, and what is typed into them is not shown.
public enum Masking {
    @TaskLocal public static var isOn = false
    /// Stands for whatever is hidden, and is as long for everybody.
    public static let mark = "●●●"

    /// For a part that is made by hand: words of hers, or the mark.
    public static func shown(_ value: String) -> String { isOn ? mark : value }
    /// For a field that is made by hand: what it holds, or nothing.
    public static func kept(_ value: String?) -> String? { isOn ? nil : value }
}
