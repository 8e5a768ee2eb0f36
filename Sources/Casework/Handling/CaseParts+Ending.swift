import Base
import Storage

extension CaseParts {
    /// What ends with a case that ends before all of its steps are decided, whoever ends it: nobody has to decide them any more,
    /// nobody waits for its person, and nothing that was still to be told of it is told.
    func endSteps(of number: CaseNumber, at now: Instant, in db: any SQLConnection) throws {
        try CaseTermStore.remove(number.rawValue, in: db)
        for step in try CaseStepStore.all(of: number, in: db) where step.state.isOpen {
            var void = step
            try void.take(.voided)
            try CaseStepStore.save(void, found: step, in: db)
            try CorrectionStore.close(step.key, at: now, in: db)
            try OverdueStore.end(step.key, at: now, in: db)
            try CaseStore.advance(
                number, by: .stepVoided, terminal: nil, EventTrace(step, account: nil, at: now), at: now,
                in: db)
        }
        try withdrawWaiting(number, in: db)
    }
}
