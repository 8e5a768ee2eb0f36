import Base
import Catalogue

/// By when a case is decided if every step takes all of its time.
struct StepForecast {
    let end: StepDeadline?

    init(_ steps: [CaseStep], _ calendar: WorkingCalendar, at now: Instant) {
        var ends: [String: StepDeadline] = [:]
        for step in steps {
            switch step.state {
            // Its time stands still: it moves on from the day on which she answers.
            case .correction:
                ends[step.key.step] = step.due?.moved(from: step.pausedAt ?? now, to: now, calendar)
            case .ready, .claimed: ends[step.key.step] = step.due
            case .waiting:
                let begin = step.after.compactMap { ends[$0] }.max { $0.at < $1.at }
                let next = StepDeadline(step.workingDays, from: begin?.at ?? now, calendar)
                ends[step.key.step] = StepDeadline(
                    at: next.at, isFirm: next.isFirm && begin?.isFirm ?? true)
            case .approved, .refused, .void: break
            }
        }
        end = ends.values.max { $0.at < $1.at }
    }
}
