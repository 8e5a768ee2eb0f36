import Base
import Wire

/// What the centre has heard of the lives of one terminal's agent: a machine that was copied speaks with two.
///
/// An agent counts its reports and is one process at a time. So a report was sent by a second machine when it was sent
/// after another life had taken over, or after a report with a higher count. One that was only late says nothing.
struct TerminalRun: Hashable, Sendable {
    static let bootsMax = 8
    /// The clocks of two centres differ by at most so much.
    static let clockErrorMax = Duration.seconds(1)

    enum Verdict: Hashable, Sendable {
        case follows(TerminalRun)
        /// Overtaken on its way: it changes nothing.
        case late
        case copied
    }

    /// The last lives, the present one at the end.
    var boots: [String]
    /// The count of the present life's last report.
    var reports: Int64
    /// When the present life was first heard.
    var since: Instant
    var heardAt: Instant

    static func verdict(on said: HealthReport.Run, after known: TerminalRun?, at now: Instant) -> Verdict {
        let sentAt = Instant(milliseconds: said.sentAtMs)
        guard var run = known else {
            return .follows(TerminalRun(boots: [said.boot], reports: said.count, since: now, heardAt: now))
        }
        if said.boot == run.boots.last {
            guard said.count > run.reports else {
                return sentAt > run.heardAt + clockErrorMax ? .copied : .late
            }
        } else if run.boots.contains(said.boot) {
            return sentAt > run.since + clockErrorMax ? .copied : .late
        } else if said.sentAtMs == 0 {
            // It has not heard the centre's time yet: a life counts from the first report that says when it was sent,
            // or one held up on its way from a life that is over would make the present one a copy.
            return .follows(run)
        } else {
            guard sentAt > run.heardAt else { return .late }
            run.boots = (run.boots + [said.boot]).suffix(bootsMax)
            run.since = now
        }
        run.reports = said.count
        run.heardAt = now
        return .follows(run)
    }
}
