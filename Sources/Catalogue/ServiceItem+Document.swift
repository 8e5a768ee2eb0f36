public import Base

/// The implementation list 实施清单 of a service for programs.
extension ServiceItem {
    /// What a list of services says of each.
    public var entry: JSONValue {
        [
            "id": .text(id.rawValue), "name": name.json, "summary": summary.json,
            "department": .text(department.rawValue), "implementationCode": .text(implementationCode),
            "version": .int(Int64(version)), "handling": .text(handling.rawValue),
            "selfService": .flag(selfService),
            "act": .text(act.rawValue), "object": .text(object),
            "topics": .list(topics.map { .text($0.rawValue) }),
            "provenance": .text(provenance.mark.rawValue),
        ]
    }

    /// The whole list.
    public var document: JSONValue {
        guard case .object(var members) = entry else { return entry }
        members["taskType"] = .text(taskType.rawValue)
        members["level"] = .int(Int64(level))
        members["basicCode"] = .text(basicCode)
        members["actingBody"] = .text(actingBody.text)
        members["legalBasis"] = .list(
            legalBasis.map {
                .present([
                    "title": .text($0.title), "clause": .text($0.clause), "verified": .flag($0.isVerified),
                    "url": $0.url.map(JSONValue.text),
                    "validUntil": $0.validUntil.map { .text($0.description) },
                ])
            })
        members["conditions"] = .list(conditions.map(\.json) + eligibility.map(\.otherwise.json))
        members["materials"] = .list(
            materials.map {
                .present([
                    "name": $0.name.json, "source": .text($0.source.rawValue),
                    "sparedBySharing": .flag($0.sparedBySharing),
                    "question": $0.question.map(JSONValue.text),
                    "when": $0.when.map { .text($0.source) }, "if": $0.condition?.json,
                ])
            })
        members["statutoryTime"] = statutoryTime.json
        members["promisedTime"] = promisedTime.json
        members["fee"] = [
            "fen": .int(fee.fen), "basis": fee.basis.json, "lines": .list(fee.lines.map(\.json)),
            "exemptions": .list(
                fee.exemptions.map { ["when": .text($0.when.source), "basis": $0.basis.json] }),
        ]
        members["result"] = .present([
            "kind": .text(result.kind.rawValue), "name": result.name.json,
            "validityDays": result.validityDays.map { .int(Int64($0)) },
        ])
        members["remedies"] = [
            "review": remedies.review.json, "litigation": remedies.litigation.json,
            "supervision": remedies.supervision.json,
        ]
        members["channels"] = .list(channels.map { .text($0.rawValue) })
        members["minutes"] = .int(Int64(minutes))
        members["factorSets"] = .list(factorSets.map { .list($0.map { .text($0.rawValue) }) })
        members["representation"] = .list(representation.map(\.rawValue).sorted().map(JSONValue.text))
        members["steps"] = .list(
            steps.map {
                [
                    "id": .text($0.id), "name": $0.name.json, "department": .text($0.department.rawValue),
                    "level": .int(Int64($0.level)), "workingDays": .int(Int64($0.workingDays)),
                ]
            })
        return .object(members)
    }
}

extension LocalText {
    var json: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, JSONValue.text(self[$0])) }))
    }
}

extension ServiceFee.Line {
    fileprivate var json: JSONValue {
        let amount: (String, JSONValue) =
            switch amount {
            case .fen(let fen): ("fen", .int(fen))
            case .field(let name): ("amount", .text(name))
            }
        return .object(["when": .text(when.source), amount.0: amount.1])
    }
}

extension HandlingTime {
    fileprivate var json: JSONValue { ["amount": .int(Int64(amount)), "unit": .text(unit.rawValue)] }
}
