import Base
import Web

/// The looks that the rules of conduct ask about.
struct AlertsPage {
    let alerts: [ConductAlert]
    let reader: StaffAccount
    /// The page asks again twice within the time in which an alert must be seen.
    let within: Duration

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(
            context, title: phrases("staff.alerts.title"), script: ["reload.js"]
        ) {
            element("div", .data("reload-seconds", "\(max(1, within.components.seconds / 2))"))
            element("p") { phrases("staff.alerts.lead") }
            if alerts.isEmpty { element("p") { phrases("staff.alerts.none") } } else { table(phrases) }
        }
    }

    private func table(_ phrases: Phrases) -> HTML {
        deskTable([
            phrases("staff.alert.rule"), phrases("staff.person.number"), phrases("staff.look.number"),
            phrases("staff.alert.at"), phrases("staff.alert.act"),
        ]) {
            for alert in alerts {
                element("tr") {
                    element("td") { phrases("staff.rule.\(alert.rule.rawValue)") }
                    element("td") { alert.account }
                    element("td") { alert.caseNumber }
                    element("td") { ChinaTime.minute(alert.at, in: phrases.language) }
                    element("td") {
                        if reader.may(.seeAlerts), reader.id != alert.account { close(alert, phrases) }
                    }
                }
            }
        }
    }

    private func close(_ alert: ConductAlert, _ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/alerts/\(alert.id)/end"), .data("once", "true")) {
            Button(phrases("staff.alert.seen"), .secondary).html
        }
    }
}
