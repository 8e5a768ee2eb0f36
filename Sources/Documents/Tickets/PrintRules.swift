/// How often a paper may be printed, and how long a terminal may be silent.
public struct PrintRules: Hashable, Sendable {
    /// Free new editions after a printing whose end nobody knows.
    public var freeReprintsMax: Int
    /// Editions of one case's paper, the first included.
    public var editionsMax: Int
    /// How long after fetching a paper a terminal may take to report.
    public var silenceMax: Duration
    /// How old an unfetched ticket is when its terminal's next request shows that it got lost.
    public var lostAfter: Duration

    public init(
        freeReprintsMax: Int = 1, editionsMax: Int = 3, silenceMax: Duration = .seconds(180),
        lostAfter: Duration = .seconds(5)
    ) {
        self.freeReprintsMax = freeReprintsMax
        self.editionsMax = editionsMax
        self.silenceMax = silenceMax
        self.lostAfter = lostAfter
    }
}
