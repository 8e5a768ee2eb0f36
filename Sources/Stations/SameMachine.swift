import Base
import Storage
import Wire

/// Whether a report comes from the machine that was admitted: one life of its agent at a time, its own devices.
///
/// The first serial number that is heard of a device belongs to the terminal until an operator readmits it.
enum SameMachine {
    enum Verdict: Hashable, Sendable {
        case same
        /// Overtaken by a later report.
        case late
        case other(Alarm.Kind, detail: String)
    }

    static func check(
        _ report: HealthReport, of terminal: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Verdict {
        if let said = report.run {
            switch TerminalRun.verdict(on: said, after: try TerminalRunStore.find(terminal, in: db), at: now)
            {
            case .follows(let run): try TerminalRunStore.save(run, of: terminal, in: db)
            case .late: return .late
            case .copied: return .other(.identityReused, detail: "two-machines")
            }
        }
        let pinned = try TerminalDeviceStore.serials(of: terminal, in: db)
        for (device, serial) in (report.serials ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let known = pinned[device] {
                guard known == serial else { return .other(.deviceSwapped, detail: device) }
            } else {
                try TerminalDeviceStore.pin(device, serial, of: terminal, in: db)
            }
        }
        return .same
    }
}
