public import Base

extension Question {
    /// Checks an answer as it was typed.
    ///
    /// - Parameters:
    ///   - input: what the form carried; two fields of one answer with a space between.
    ///   - today: the day from which relative limits count.
    /// - Returns: The answer in its one written form, empty when an optional question was left out: an option's id,
    ///   `yes` or `no`, trimmed text, `yyyy-mm-dd`, decimal digits without leading zeros (money in fen), eleven digits of
    ///   a phone, `name number` of a person, `name code` of a company, digits of an account, `division rest` of an address,
    ///   lines of cells with tabs between them (``TableQuestion``), ids of files (``FileQuestion``), strokes (``Signature``).
    /// - Throws: `AnswerRefused`, which says what would be accepted.
    public func check(_ input: String, on today: CalendarDate) throws(AnswerRefused) -> String {
        let answer = plain(input.trimmingSpaces())
        guard !answer.isEmpty else {
            if isRequired { throw .missing(question: id) }
            return ""
        }
        return switch kind {
        // A row may begin with an empty cell.
        case .table(let table): try table.check(input, of: id, on: today)
        case .choice(let options): try option(answer, of: options.map(\.id))
        case .yesNo: try option(answer, of: ["yes", "no"])
        case .text(let max), .longText(let max): try plainText(answer, max: max)
        case .date(let from, let to): try date(answer, from: from.day(on: today), to: to.day(on: today))
        case .number(let range): try number(answer, in: range)
        case .money(let range): try money(answer, in: range)
        case .phone: try phone(answer)
        case .person: try person(answer, on: today)
        case .company: try company(answer)
        case .bankAccount: try account(answer)
        case .address: try address(answer)
        case .files(let files): try files.check(answer, of: id)
        case .signature: try signature(answer)
        }
    }

    /// The first of what must hold of its answer and is known not to.
    public func unmet(in facts: RuleFacts) -> Requirement? {
        must.first { $0.rule.verdict(in: facts) == false }
    }

    /// What must hold of its answer and nobody can say, because a register does not have what it looks at.
    public func unchecked(in facts: RuleFacts) -> [Requirement] {
        must.filter { requirement in
            requirement.rule.verdict(in: facts) == nil
                && requirement.rule.names.contains { $0.contains("/") && facts[$0] == .nothing }
        }
    }

    /// Digits, dots and letters as wide as a Chinese keyboard writes them, where an answer is a number.
    private func plain(_ input: String) -> String {
        switch kind {
        case .date, .number, .money, .phone, .person, .company, .bankAccount: input.withNarrowSigns
        case .choice, .yesNo, .text, .longText, .address, .files, .signature, .table: input
        }
    }

    private func option(_ answer: String, of options: [String]) throws(AnswerRefused) -> String {
        guard options.contains(answer) else { throw .notOffered(question: id) }
        return answer
    }

    private func plainText(_ input: String, max: Int) throws(AnswerRefused) -> String {
        // What a browser sends between two lines is one line break here.
        let isLong = if case .longText = kind { true } else { false }
        let answer =
            isLong
            ? input.replacing("\r\n", with: "\n").split(separator: "\n").joined(separator: " ") : input
        guard answer.isPlainText else { throw .notPlainText(question: id) }
        // A character can be built of many scalars; what is stored has an end all the same.
        guard answer.count <= max, answer.unicodeScalars.count <= max * 4 else {
            throw .tooLong(question: id, max: max)
        }
        return answer
    }

    private func date(
        _ answer: String, from: CalendarDate, to: CalendarDate
    ) throws(AnswerRefused) -> String {
        guard let date = CalendarDate(answer) ?? CalendarDate(compact: answer) else {
            throw .notADate(question: id)
        }
        guard from <= date, date <= to else { throw .dateOutOfRange(question: id, from: from, to: to) }
        return date.description
    }

    private func number(_ answer: String, in range: ClosedRange<Int>) throws(AnswerRefused) -> String {
        guard answer.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(answer) else {
            throw .notANumber(question: id)
        }
        guard range.contains(number) else {
            throw .numberOutOfRange(question: id, from: range.lowerBound, to: range.upperBound)
        }
        return String(number)
    }

    private func money(_ answer: String, in range: ClosedRange<Int>) throws(AnswerRefused) -> String {
        guard let fen = WrittenAmount.fen(answer) else { throw .notMoney(question: id) }
        guard range.contains(fen) else {
            throw .moneyOutOfRange(question: id, from: range.lowerBound, to: range.upperBound)
        }
        return String(fen)
    }

    private func phone(_ answer: String) throws(AnswerRefused) -> String {
        guard let phone = Phone(answer) else { throw .notAPhone(question: id) }
        return phone.text
    }

    private func person(_ answer: String, on today: CalendarDate) throws(AnswerRefused) -> String {
        let (name, number) = Self.halves(answer)
        guard let name = PersonName(name), name.text.isLettered, let number = try? CitizenNumber(number),
            number.birthDate <= today
        else { throw .notAPerson(question: id) }
        return "\(name.text) \(number.text)"
    }

    private func company(_ answer: String) throws(AnswerRefused) -> String {
        let (name, code) = Self.halves(answer)
        guard !name.isEmpty, name.count <= 60, name.isPlainText, let code = try? CreditCode(code.uppercased())
        else {
            throw .notACompany(question: id)
        }
        return "\(name) \(code.text)"
    }

    /// Digits with the check digit of ISO/IEC 7812-1, which bank cards bear.
    private func account(_ answer: String) throws(AnswerRefused) -> String {
        let digits = answer.filter { $0 != " " && $0 != "-" }
        guard (12...19).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .notABankAccount(question: id)
        }
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 48
            return sum + (digit.offset.isMultiple(of: 2) ? value : value * 2 % 10 + value / 5)
        }
        guard sum.isMultiple(of: 10) else { throw .notABankAccount(question: id) }
        return digits
    }

    private func address(_ answer: String) throws(AnswerRefused) -> String {
        let code = String(answer.prefix { $0 != Self.partsSeparator })
        let rest = String(answer.dropFirst(code.count)).trimmingSpaces()
        guard place(code) != nil, (4...80).contains(rest.count), rest.isPlainText else {
            throw .notAnAddress(question: id)
        }
        return "\(code) \(rest)"
    }

    private func signature(_ answer: String) throws(AnswerRefused) -> String {
        guard let signature = Signature(answer) else { throw .notASignature(question: id) }
        return signature.text
    }

    /// A name, which may hold spaces, and the word after the last of them.
    public static func halves(_ answer: String) -> (String, String) {
        guard let space = answer.lastIndex(of: partsSeparator) else { return (answer, "") }
        return (String(answer[..<space]).trimmingSpaces(), String(answer[answer.index(after: space)...]))
    }
}
