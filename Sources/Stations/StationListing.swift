public import Base

/// A station as the public sees it: what is known, and how old the knowledge is.
public struct StationListing: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// A terminal said within the last two minutes that it serves.
        case serving
        /// The same, but its reader or printer is out, so that no paper can be had.
        case limited
        /// No terminal has been heard of for two minutes.
        case silent
        /// Every terminal is stopped.
        case stopped
        /// No terminal is admitted here yet.
        case empty
    }

    /// Four reports missed.
    static let silenceMax = Duration.seconds(120)

    public let station: Station
    public let state: State
    /// When any terminal of the station was last heard of; nil when none ever was.
    public let lastSeen: Instant?

    init(station: Station, terminals: [StationTerminal], now: Instant) {
        self.station = station
        lastSeen = terminals.compactMap(\.lastHealth?.at).max()
        state = Self.state(of: terminals, now: now)
    }

    private static func state(of terminals: [StationTerminal], now: Instant) -> State {
        guard !terminals.isEmpty else { return .empty }
        let enrolled = terminals.filter { $0.state == .enrolled }
        guard !enrolled.isEmpty else { return .stopped }
        let heard = enrolled.compactMap(\.lastHealth).filter { now.since($0.at) <= silenceMax }
        guard !heard.isEmpty else { return .silent }
        return heard.contains(where: \.isWhole) ? .serving : .limited
    }
}
