import Base

/// How a person wants to see the pages; holds nothing about who they are.
///
/// Travels in the cookie `egret_display` as `<language>[.large][.contrast]`, for example `zh-Hans.large`. On a
/// terminal the browser sends it to the agent, which passes `Cookie: egret_display=…` on to the centre and the
/// centre's `Set-Cookie: egret_display=…` back, and clears it at `/terminal/end`, so the next person starts plain.
public struct Display: Hashable, Sendable {
    public static let cookieName = "egret_display"

    public var large: Bool
    public var contrast: Bool

    public init(large: Bool = false, contrast: Bool = false) {
        self.large = large
        self.contrast = contrast
    }

    /// Reads a cookie; what it does not know it leaves out.
    static func parse(_ cookie: some StringProtocol) -> (language: Language?, display: Display) {
        let parts = String(cookie).split(separator: ".").map(String.init)
        return (
            parts.first.flatMap(Language.init(rawValue:)),
            Display(large: parts.contains("large"), contrast: parts.contains("contrast"))
        )
    }

    func cookieValue(_ language: Language) -> String {
        ([language.rawValue] + (large ? ["large"] : []) + (contrast ? ["contrast"] : [])).joined(
            separator: ".")
    }
}
