/// Something a person has to show or hand in 申请材料.
public struct Material: Hashable, Sendable {
    public enum Source: String, Sendable, CaseIterable {
        case person
        case register
        case issuedHere = "issued-here"
    }

    public let name: LocalText
    public let source: Source
    /// Whether data shared by its holder make it unnecessary 免提交.
    public let sparedBySharing: Bool
}
