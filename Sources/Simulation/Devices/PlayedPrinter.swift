import Synchronization
import Terminal
import Wire

/// A printer with a tray; it goes on by itself when the agent that fed it is gone.
final class PlayedPrinter: Printer {
    private let stage: Stage
    private let dice: Dice
    private let witness: Witness
    private let terminal: String
    private let disk: PlayedDisk
    private let trouble = Mutex<PrinterReason?>(nil)
    private let isStormy: @Sendable () -> Bool

    init(
        stage: Stage, witness: Witness, terminal: String, disk: PlayedDisk,
        isStormy: @escaping @Sendable () -> Bool
    ) {
        self.stage = stage
        self.witness = witness
        self.terminal = terminal
        self.disk = disk
        self.isStormy = isStormy
        dice = Dice(seed: stage.seed, "printer of \(terminal)")
    }

    func condition() async -> PrinterCondition {
        trouble.withLock { $0.map { PrinterCondition([$0]) } } ?? .ready
    }

    func print(_ paper: Paper) async -> PrintOutcome {
        witness.printingBegins(paper, at: terminal, disk: disk.files)
        let pace = dice.between(.seconds(1), .seconds(6))
        guard isStormy(), dice.happens(stage.plan.printerTrouble) else {
            comesOut(paper, after: pace)
            guard await waits(pace) else { return ended(.unknown, .other) }
            return ended(.printed, nil, pages: paper.pages)
        }
        switch dice.below(5) {
        case 0:
            breaksDown(.paperOut, for: .seconds(8))
            return ended(.failed, .paperOut)
        case 1:
            breaksDown(.offline, for: .seconds(5))
            return ended(.failed, .offline)
        case 2:
            // The first page is half out when it jams.
            breaksDown(.jam, for: .seconds(10))
            return ended(.unknown, .jam)
        case 3:
            // The paper comes out, and the printer never says so.
            comesOut(paper, after: pace)
            _ = await waits(pace + .seconds(10))
            return ended(.unknown, .other)
        default:
            // Nothing comes out, and the printer never says so.
            _ = await waits(pace + .seconds(10))
            return ended(.unknown, .offline)
        }
    }

    private func comesOut(_ paper: Paper, after pace: Duration) {
        stage.scheduler.after(pace) { [self] in witness.comesOut(paper, at: terminal) }
    }

    private func breaksDown(_ reason: PrinterReason, for time: Duration) {
        trouble.withLock { $0 = reason }
        stage.scheduler.after(time) { [self] in trouble.withLock { $0 = nil } }
    }

    private func waits(_ time: Duration) async -> Bool { (try? await stage.scheduler.sleep(time)) != nil }

    private func ended(_ state: PrintOutcome.State, _ reason: PrinterReason?, pages: Int = 0) -> PrintOutcome
    {
        stage.trace.note(terminal, "printer: \(state) \(reason?.rawValue ?? "")")
        return PrintOutcome(state: state, reason: reason?.rawValue, pagesPrinted: pages)
    }
}
