/// A place to choose in an address: a district of the city, or elsewhere.
///
/// Source: GB/T 2260.
public struct PlaceName: Hashable, Sendable {
    /// Six digits; `000000` is elsewhere.
    public let code: String
    public let name: LocalText

    public static let all = [
        PlaceName("350203", "思明区", "Siming District", "思明區"),
        PlaceName("350206", "湖里区", "Huli District", "湖里區"),
        PlaceName("350211", "集美区", "Jimei District", "集美區"),
        PlaceName("350205", "海沧区", "Haicang District", "海滄區"),
        PlaceName("350212", "同安区", "Tong'an District", "同安區"),
        PlaceName("350213", "翔安区", "Xiang'an District", "翔安區"),
        PlaceName("000000", "厦门以外", "Outside Xiamen", "廈門以外"),
    ]

    private init(_ code: String, _ mandarin: String, _ english: String, _ minnan: String) {
        self.code = code
        name = LocalText(mandarin: mandarin, english: english, minnan: minnan)
    }
}
