import Base
import Stations
import Web

/// Cases by state, stations by what was last heard of them, and the alarms that wait for somebody.
struct DeskPage {
    let counts: [CaseState: Int]
    let stations: [StationListing]
    let alarms: [Alarm]
    let stops: [ServiceStop]
    /// Steps that a department has not decided in time, by its id.
    let overdue: [String: Int]
    /// How many of those have been told to the next level's office.
    let escalated: [String: Int]
    /// Steps that are owed and came from another office of their department, by its id.
    let referred: [String: Int]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("desk.title"), script: ["reload.js"]) {
            element("div", .data("reload-seconds", "15"))
            element("p", .class("hint")) { phrases("desk.note") }
            element("h2") { phrases("desk.alarms") }
            if alarms.isEmpty { element("p") { phrases("desk.alarms.none") } } else { alarmTable(phrases) }
            if !stops.isEmpty {
                element("h2") { phrases("desk.stops") }
                stopTable(phrases)
            }
            if !overdue.isEmpty {
                element("h2") { phrases("desk.overdue") }
                SummaryList(
                    overdue.sorted { $0.key < $1.key }.map {
                        .init($0.key, late($0.key, $0.value, phrases))
                    }
                ).html(phrases)
            }
            if !referred.isEmpty {
                element("h2") { phrases("desk.referred") }
                SummaryList(
                    referred.sorted { $0.key < $1.key }.map { .init($0.key, String($0.value)) }
                ).html(phrases)
            }
            element("h2") { phrases("desk.cases") }
            SummaryList(
                CaseState.allCases.map {
                    .init(phrases("desk.state.\($0.rawValue)"), String(counts[$0] ?? 0))
                }
            ).html(phrases)
            element("h2") { phrases("desk.stations") }
            stationTable(phrases, context.language)
        }
    }

    private func late(_ department: String, _ count: Int, _ phrases: Phrases) -> String {
        guard let up = escalated[department] else { return String(count) }
        return "\(count) · " + phrases("desk.overdue.escalated", ["count": String(up)])
    }

    private func alarmTable(_ phrases: Phrases) -> HTML {
        table([phrases("desk.alarm.kind"), phrases("desk.alarm.detail"), phrases("desk.alarm.terminal")]) {
            for alarm in alarms {
                element("tr") {
                    element("td") { alarm.kind.rawValue }
                    element("td") { alarm.detail }
                    element("td") { alarm.terminal ?? "" }
                }
            }
        }
    }

    private func stopTable(_ phrases: Phrases) -> HTML {
        table([
            phrases("desk.stop.service"), phrases("desk.alarm.detail"), phrases("desk.alarm.terminal"),
            phrases("desk.stop.since"),
        ]) {
            for stop in stops {
                element("tr") {
                    element("td") { stop.service }
                    element("td") { stop.reason }
                    element("td") { stop.terminal }
                    element("td") { ChinaTime.minute(stop.at, in: phrases.language) }
                }
            }
        }
    }

    private func stationTable(_ phrases: Phrases, _ language: Language) -> HTML {
        table([phrases("desk.station"), phrases("desk.station.state")]) {
            for listing in stations {
                element("tr") {
                    element("td") { listing.station.name[language] }
                    element("td") { phrases("desk.station.\(listing.state.rawValue)") }
                }
            }
        }
    }

    private func table(_ heads: [String], @HTMLBuilder rows: () -> HTML) -> HTML {
        element("table") {
            element("thead") {
                element("tr") { for head in heads { element("th", .scope("col")) { head } } }
            }
            element("tbody") { rows() }
        }
    }
}
