import Sandbox

/// Those who decide what was handed in: two clerks at every desk, through an engine that never fails, in between whatever else
/// happens.
struct Clerk: Sendable {
    private static let accounts = ["s-sim-1", "s-sim-2"]

    let city: City

    private var stage: Stage { city.stage }

    /// Decides until the storm is over: what is decided after it might not come to its end in time.
    func works() async {
        let dice = Dice(seed: stage.seed, "clerk")
        guard let office = try? await city.office() else { return }
        while !Task.isCancelled {
            guard (try? await stage.scheduler.sleep(dice.between(.milliseconds(500), .seconds(4)))) != nil,
                city.isStormy
            else { return }
            let steps = (try? city.database.look { db in try EvidenceStore.openSteps(in: db) }) ?? []
            guard !steps.isEmpty else { continue }
            let step = dice.pick(steps)
            let act = act(at: step, dice)
            stage.trace.note("clerk", "\(act.kind) \(step.number) \(step.step) by \(act.account)")
            do {
                try await office.decide(act)
            } catch {
                // Another was faster, or it was never hers; the house says so, and that is all.
                stage.trace.note("clerk", "is refused: \(error)")
            }
        }
    }

    private func act(at step: EvidenceStore.StepRow, _ dice: Dice) -> PlayedDecision {
        // Now and then somebody acts who has not claimed it.
        let stranger = dice.pick(Self.accounts)
        let account = dice.happens(900) ? step.account ?? stranger : stranger
        let kind: PlayedDecision.Kind =
            if step.state == "ready" && dice.happens(950) {
                .claim
            } else {
                switch dice.below(10) {
                case 0: .refuse
                case 1: .askForCorrection
                case 2: .release
                case 4: .accept
                case 3: .handOver(to: dice.pick(Self.accounts))
                default: .approve
                }
            }
        return PlayedDecision(
            kind: kind, number: step.number, step: step.step, queue: step.queue, account: account)
    }
}
