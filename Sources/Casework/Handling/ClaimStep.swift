import Base
import Storage

/// Takes a step out of its queue, gives it back, or hands it to a colleague; of two who take it at once one has it.
public struct ClaimStep: Sendable {
    let parts: CaseParts
    private let desk: StepDesk

    public init(_ parts: CaseParts) {
        self.parts = parts
        desk = StepDesk(parts: parts)
    }

    /// - Throws: ``StepRefused/taken`` when somebody else has it, ``StepRefused/ownCase`` and its like.
    public func claim(_ key: CaseStep.Key, by clerk: Clerk, requestID: String) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.find(key, for: clerk, in: db)
            guard found.step.account == nil else { throw StepRefused.taken }
            try desk.requireStranger(clerk, to: found, in: db)
            var step = found.step
            try step.take(.claimed)
            (step.account, step.claimedAt, step.paused) = (clerk.account, now, .zero)
            try CaseStepStore.save(step, found: found.step, in: db)
            try desk.note(.stepClaimed, at: step, of: found, by: clerk, requestID, at: now, in: db)
        }
    }

    /// Puts it back into the queue; a supervisor also what another left lying.
    public func release(
        _ key: CaseStep.Key, by clerk: Clerk, asSupervisor: Bool = false, requestID: String
    ) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.find(key, for: clerk, in: db)
            guard asSupervisor || found.step.account == clerk.account else { throw StepRefused.notClaimed }
            var step = found.step
            try step.take(.released)
            try desk.note(
                .stepReleased, at: found.step, of: found, by: clerk, requestID, at: now, in: db)
            (step.account, step.claimedAt) = (nil, nil)
            try CaseStepStore.save(step, found: found.step, in: db)
        }
    }

    /// A supervisor gives what lies in the queue, or what another left lying, to one of its clerks; neither of the two may be
    /// the case's person or tied to her.
    public func assign(
        _ key: CaseStep.Key, to other: Clerk, by supervisor: Clerk, requestID: String
    ) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.find(key, for: supervisor, in: db)
            guard other.queue == found.step.queue, other.account != found.step.account else {
                throw StepRefused.otherClerk
            }
            try desk.requireStranger(supervisor, to: found, in: db)
            try desk.requireStranger(colleague: other, to: found, in: db)
            var step = found.step
            try step.take(.assigned)
            if step.claimedAt == nil { (step.claimedAt, step.paused) = (now, .zero) }
            step.account = other.account
            try CaseStepStore.save(step, found: found.step, in: db)
            try desk.note(
                .stepHandedOver, at: found.step, of: found, by: supervisor, detail: other.account, requestID,
                at: now, in: db)
        }
    }

    /// Gives it to a colleague of the same queue, who may be neither the case's person nor tied to her.
    public func handOver(
        _ key: CaseStep.Key, by clerk: Clerk, to other: Clerk, requestID: String
    ) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            guard other.queue == found.step.queue, other.account != clerk.account else {
                throw StepRefused.otherClerk
            }
            try desk.requireStranger(colleague: other, to: found, in: db)
            var step = found.step
            try step.take(.handedOver)
            step.account = other.account
            try CaseStepStore.save(step, found: found.step, in: db)
            try desk.note(
                .stepHandedOver, at: found.step, of: found, by: clerk, detail: other.account, requestID,
                at: now, in: db)
        }
    }
}
