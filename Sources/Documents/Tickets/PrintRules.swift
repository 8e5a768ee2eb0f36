/// How often a paper may be printed, and how long a terminal may be silent.
public struct PrintRules: Hashable, Sendable {
    /// Free new editions after a printing whose end nobody knows.
    public var freeReprintsMax: Int
    /// Editions of one case's paper, the first included.
    public var editionsMax: Int
    /// How long after fetching a paper a terminal may take to report.
    public var silenceMax: Duration

    public init(freeReprintsMax: Int = 1, editionsMax: Int = 3, silenceMax: Duration = .seconds(180)) {
        self.freeReprintsMax = freeReprintsMax
        self.editionsMax = editionsMax
        self.silenceMax = silenceMax
    }
}
