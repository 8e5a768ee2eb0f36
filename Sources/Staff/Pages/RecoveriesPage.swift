import Base
import Web

/// What the console began about the people of the desk, and the button that stops it.
struct RecoveriesPage {
    let recoveries: [Recovery]
    let reader: StaffAccount
    let now: Instant

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let running = recoveries.filter { $0.isRunning(at: now) }
        let past = recoveries.filter { !$0.isRunning(at: now) }
        return frame.desk(context, title: phrases("staff.recovery.title")) {
            element("p") { phrases("staff.recovery.lead") }
            if running.isEmpty { element("p") { phrases("staff.recovery.none") } }
            for recovery in running { section(recovery, phrases) }
            if !past.isEmpty { table(past, phrases) }
        }
    }

    private func section(_ recovery: Recovery, _ phrases: Phrases) -> HTML {
        element("section", .class("notice warning"), .labelledBy("recovery-\(recovery.id)")) {
            element("h2", .id("recovery-\(recovery.id)")) { aim(recovery, phrases) }
            SummaryList([
                .init(
                    phrases("staff.recovery.begun"), ChinaTime.minute(recovery.begunAt, in: phrases.language)),
                .init(
                    phrases("staff.recovery.opens"), ChinaTime.minute(recovery.opensAt, in: phrases.language)),
                .init(
                    phrases("staff.recovery.until"),
                    ChinaTime.minute(recovery.expiresAt, in: phrases.language)),
            ]).html(phrases)
            if recovery.isRefusable(by: reader) {
                element("p") { phrases("staff.recovery.ask") }
                element(
                    "form", .method("post"), .action("/recoveries/\(recovery.id)/refusal"),
                    .data("once", "true")
                ) {
                    actions(Button(phrases("staff.recovery.button"), .danger))
                }
            }
        }
    }

    private func table(_ past: [Recovery], _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.recovery.past") }
            deskTable([
                phrases("staff.recovery.aim"), phrases("staff.recovery.begun"),
                phrases("staff.recovery.outcome"),
            ]) {
                for recovery in past {
                    element("tr") {
                        element("td") { aim(recovery, phrases) }
                        element("td") { ChinaTime.minute(recovery.begunAt, in: phrases.language) }
                        element("td") {
                            [
                                phrases("staff.recovery.end.\(recovery.end?.rawValue ?? "over")"),
                                recovery.refusedBy,
                            ]
                            .compactMap(\.self).joined(separator: " · ")
                        }
                    }
                }
            }
        }
    }

    private func aim(_ recovery: Recovery, _ phrases: Phrases) -> String {
        switch recovery.aim {
        case .device(let account): phrases("staff.recovery.device", ["number": account])
        case .seat(let seat):
            phrases("staff.recovery.seat", ["seat": phrases("staff.role.\(seat.rawValue)")])
        }
    }
}
