public import Base

/// The JSON Schema (2020-12) of a service's answers as a program sends them, for editors and for who checks before sending.
///
/// It says what each answer looks like. Whether a question is asked depends on others and on registers; the schema carries
/// the condition as a comment, and the house has the last word.
public struct FormSchema: Sendable {
    let item: ServiceItem

    public init(_ item: ServiceItem) {
        self.item = item
    }

    /// `address` is where the schema is published.
    public func document(at address: String) -> JSONValue {
        let always = item.questions.filter { $0.isRequired && $0.when == nil && $0.source == nil }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .text(address),
            "title": .text(item.name[.mandarin]), "description": .text(item.summary[.english]),
            "type": "object",
            "properties": .object(
                Dictionary(uniqueKeysWithValues: item.questions.map { ($0.id, property($0)) })),
            "required": .list(always.map { .text($0.id) }), "additionalProperties": .flag(false),
        ]
    }

    private func property(_ question: Question) -> JSONValue {
        var property: [String: JSONValue] = [
            "type": "string", "title": .text(question.label[.mandarin]),
            "description": .text(question.why[.english]),
        ]
        let comments =
            [question.when].compactMap(\.self).map { "asked when " + $0.source }
            + question.must.map { "must hold: " + $0.rule.source }
        if !comments.isEmpty { property["$comment"] = .text(comments.joined(separator: "; ")) }
        for (key, value) in shape(question.kind) { property[key] = value }
        guard !question.isRequired || question.when != nil || question.source != nil else {
            return .object(property)
        }
        // What may be left out may be empty.
        return ["anyOf": [.object(property), ["const": ""]], "title": .text(question.label[.mandarin])]
    }

    private func shape(_ kind: Question.Kind) -> [String: JSONValue] {
        switch kind {
        case .choice(let options): ["enum": .list(options.map { .text($0.id) })]
        case .yesNo: ["enum": ["yes", "no"]]
        case .text(let max), .longText(let max): ["minLength": .int(1), "maxLength": .int(Int64(max))]
        case .date: ["format": "date", "pattern": "^[0-9]{4}-?[0-9]{2}-?[0-9]{2}$"]
        case .number: ["pattern": "^[0-9]{1,12}$"]
        // Yuan, with two decimals at most; people write it in more ways.
        case .money: ["pattern": "^([0-9]{1,13}|[1-9][0-9]{0,2}(,[0-9]{3}){1,3})(\\.[0-9]{1,2})?$"]
        case .phone: ["pattern": "^(\\+86)?[ -]*1[3-9][0-9 -]{9,13}$"]
        case .person: ["pattern": "^.+ [0-9]{17}[0-9X]$"]
        case .company: ["pattern": "^.+ [0-9A-Za-z]{18}$"]
        case .bankAccount: ["pattern": "^[0-9 -]{12,24}$"]
        case .address: ["pattern": "^[0-9]{6} .{4,80}$"]
        // A program sends the files first, and then their ids.
        case .files(let files):
            [
                "pattern": .text(
                    "^[0-9A-Za-z]{26}( [0-9A-Za-z]{26}){\(files.count.lowerBound - 1),"
                        + "\(files.count.upperBound - 1)}$")
            ]
        case .signature:
            [
                "pattern": .text(
                    "^(name .+|[0-9]{1,3},[0-9]{1,3}([ ;][0-9]{1,3},[0-9]{1,3}){1,\(Signature.pointsMax)})$")
            ]
        // A line for each row, a tab between two cells.
        case .table(let table):
            [
                "pattern": .text(
                    "^[^\\t\\n]*(\\t[^\\t\\n]*){\(table.columns.count - 1)}"
                        + "(\\n[^\\t\\n]*(\\t[^\\t\\n]*){\(table.columns.count - 1)})"
                        + "{\(table.rows.lowerBound - 1),\(table.rows.upperBound - 1)}$")
            ]
        }
    }
}
