import Exchange
import Base
import Sandbox

/// Registers behind whose back somebody mixes up people: the answer passes the connector and is about another.
struct LyingRegisters: RegisterPort {
    let registers: any RegisterPort
    let stage: Stage
    let witness: Witness
    let dice: Dice
    let people: [Person]
    let isStormy: @Sendable () -> Bool

    func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        let record = try await given(question)
        if case .found(let subject, _) = record, subject != question.subject { return record }
        witness.isAnswered(question.caseNumber)
        return record
    }

    func isSilent(_ resource: String) -> Bool { registers.isSilent(resource) }

    private func given(_ question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        guard isStormy(), dice.happens(stage.plan.mixedUpRecords) else {
            return try await registers.record(for: question)
        }
        let other = dice.pick(people)
        stage.trace.note("registers", "a record of \(other.id) instead")
        let record = try await registers.record(
            for: RegisterQuestion(
                resource: question.resource, subject: other.number, caseNumber: question.caseNumber,
                purpose: question.purpose, fields: question.fields))
        guard case .found(_, let values) = record, dice.happens(500) else { return record }
        return .found(subject: question.subject, values: values)
    }
}
