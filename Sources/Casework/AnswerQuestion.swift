import Base
import Catalogue
import Documents
public import Identity
import Storage
import Vault

/// Keeps one answer of a form; the answer may be changed until the form is submitted.
public struct AnswerQuestion: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// `seen` is the mark of the answer that the page showed (``AnswerMark``); nil where nobody looked at a page.
    ///
    /// - Throws: `AnswerRefused` with words for the field; ``CaseRefused/answeredElsewhere`` when another screen of hers was
    ///   quicker; ``CaseRefused/notNow`` after submission.
    public func callAsFunction(
        _ questionID: String, with input: String, seen: AnswerMark? = nil, in number: CaseNumber,
        of session: IdentifiedSession
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        guard let question = form.question(questionID) else { throw CaseRefused.unknownQuestion }
        let now = parts.world.now()
        let isOfFiles = if case .files = question.kind { true } else { false }
        let typed = isOfFiles ? "" : try question.check(input, on: CalendarDate(inChinaAt: now))
        try question.requireSomebodyElse(than: form.person, in: typed)
        try question.requireNobodyElse(in: typed)
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            try CaseActor.require(current, of: session, parts, in: db)
            try current.requireServed(at: session, in: db)
            // What answers a question of files is what lies there, whatever was sent.
            let answer =
                isOfFiles
                ? try question.check(
                    CaseFiles.sent(to: questionID, of: number, in: db), on: CalendarDate(inChinaAt: now))
                : typed
            var answers = current.answers
            // Whoever has sent files only goes on; sending them was the answer.
            if isOfFiles, answers[questionID] == answer { return }
            if current.state == .correcting {
                try CorrectCase.take(questionID, of: current, parts, in: db)
            }
            let kept = AnswerMark(answers[questionID], to: questionID, in: number, parts.vault)
            guard seen == nil || seen == kept else { throw CaseRefused.answeredElsewhere }
            answers[questionID] = answer
            if !question.must.isEmpty {
                var tried = current
                tried.answers = answers
                if let refusal = try parts.form(of: tried, in: db).refusal(of: questionID) { throw refusal }
            }
            let key = try parts.vault.subject(form.file.citizen, in: db)
            try CaseStore.advance(
                number, by: .answered, terminal: session.terminal, detail: questionID, at: now,
                in: db)
            try CaseStore.keepAnswers(SealedCase.seal(answers, of: number, key: key), for: number, in: db)
        }
    }
}

extension Question {
    /// A number in full, or words that name who fetched it, would be taken on a paper for another person's, and stop the
    /// service; kinds whose numbers are shown by their ends only may hold one.
    func requireNobodyElse(in answer: String) throws(CaseRefused) {
        guard !PaperAgent.isClaimed(in: answer) else { throw .answerNamesPerson }
        switch kind {
        case .bankAccount, .files: break
        // Where a finger went is no number, whatever its digits are.
        case .signature where SignaturePicture(answer) != nil: break
        case .person:
            guard Question.halves(answer).0.citizenNumbers.isEmpty else { throw .answerNamesPerson }
        default: guard answer.citizenNumbers.isEmpty else { throw .answerNamesPerson }
        }
    }

    /// Who asks for a partner, a child or somebody who died asks for another than `person`, of whom it is about.
    func requireSomebodyElse(than person: CitizenNumber?, in answer: String) throws(AnswerRefused) {
        guard !names(person, in: answer) else { throw .oneself(question: id) }
    }

    /// Whether it asks for somebody else and the answer is `person`.
    func names(_ person: CitizenNumber?, in answer: String) -> Bool {
        guard case .person = kind, let person else { return false }
        return Question.halves(answer).1 == person.text
    }
}
