/// Something a person has to show or hand in 申请材料.
public struct Material: Hashable, Sendable {
    public enum Source: String, Sendable, CaseIterable {
        /// The person hands it in: a question of the form takes it.
        case person
        /// What she proves herself with, before anything is asked.
        case identity
        /// She has it with her, and shows it or gives it up: at the terminal, at a counter, at the visit.
        case shown
        case register
        case issuedHere = "issued-here"
    }

    public let name: LocalText
    public let source: Source
    /// Whether data shared by its holder make it unnecessary 免提交.
    public let sparedBySharing: Bool
    /// The question of files that takes it; nil where no form does.
    public let question: String?
    /// Wanted only where it holds, by the material's own rule or that of its question; nil: no answer tells.
    public let when: Rule?
    /// When it is wanted, in words; nil: always.
    public let condition: LocalText?
}
