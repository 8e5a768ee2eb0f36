/// How far an item may be believed to be what the real department offers; it is never presented as official.
public struct Provenance: Hashable, Sendable {
    public enum Mark: String, Sendable, CaseIterable {
        /// A public source names the service for this city.
        case sourced
        /// Typical of the same kind of terminal elsewhere.
        case typical
        /// Our guess.
        case guess
    }

    public let mark: Mark
    /// What was sourced and what was not, for who offers it.
    public let note: LocalText
}
