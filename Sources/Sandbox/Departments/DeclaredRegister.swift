import Base
import Catalogue

/// A register as a department declared it, filled for each person from her seed.
///
/// The same person always has the same values; days and months move with today.
struct DeclaredRegister {
    let register: Register
    let today: CalendarDate

    var fields: Set<String> { Set(register.fields.map(\.id)).union(["name", "number"]) }

    /// - Returns: Nil when the register holds nothing about the person.
    func entries(about citizen: SampleCitizen) -> [String: RegisterEntry]? {
        let facts = RuleFacts(today: today, values: RuleFacts.person(citizen.number, on: today))
        guard register.holds?.holds(in: facts) ?? true else { return nil }
        var entries: [String: RegisterEntry] = [
            "name": .text(citizen.name), "number": .text(citizen.number.text),
        ]
        for field in register.fields {
            var from = generator(citizen, field.id)
            guard field.kind == .table else {
                entries[field.id] = .text(value(field, of: citizen, facts, row: 1, &from))
                continue
            }
            var rows = 0
            if case .rows(let range) = field.sample { rows = pick(range, &from) }
            entries[field.id] = .table(
                (0..<rows).map { row in
                    Dictionary(
                        uniqueKeysWithValues: field.columns.map {
                            ($0.id, value($0, of: citizen, facts, row: row + 1, &from))
                        })
                })
        }
        return counted(entries)
    }

    /// The same with what is counted from tables as they stand now.
    func counted(_ entries: [String: RegisterEntry]) -> [String: RegisterEntry] {
        var entries = entries
        for field in register.fields {
            switch field.sample {
            case .count(let table): entries[field.id] = .text(String((entries[table]?.rows ?? []).count))
            case .sum(let table, let column):
                let sum = (entries[table]?.rows ?? []).compactMap { $0[column].flatMap(Int.init) }.reduce(
                    0, +)
                entries[field.id] = .text(String(sum))
            case .last(let table, let column):
                entries[field.id] = .text((entries[table]?.rows ?? []).last?[column] ?? "-")
            default: break
            }
        }
        return entries
    }

    private func generator(_ citizen: SampleCitizen, _ field: String) -> SeededGenerator {
        // FNV-1a, so that neighbouring fields do not resemble each other.
        let place = "\(register.id).\(field)".utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return SeededGenerator(citizen.faceSeed ^ place)
    }

    private func value(
        _ field: RegisterField, of citizen: SampleCitizen, _ facts: RuleFacts, row: Int,
        _ from: inout SeededGenerator
    ) -> String {
        switch field.sample {
        case nil, .rows, .count, .sum, .last: return "-"
        case .pick(let texts): return from.pick(texts)
        case .number(let range): return String(pick(range, &from))
        case .days(let range):
            return CalendarDate(daysSince1970: today.daysSince1970 + pick(range, &from)).description
        case .months(let range): return month(pick(range, &from))
        case .monthsBack(let step): return month(-step * row)
        case .daysBack(let step):
            return CalendarDate(daysSince1970: today.daysSince1970 - step * row).description
        case .code(let pattern):
            return String(
                pattern.map { character in
                    switch character {
                    case "#": Character(String(from.next() % 10))
                    case "@": from.pick(Array("ABCDEFGHJKLMNPQRSTUVWXY"))
                    default: character
                    }
                })
        case .flag(let percent): return from.chance(UInt64(percent)) ? "yes" : "no"
        case .first(let branches): return branches.first { $0.rule.holds(in: facts) }?.text ?? "-"
        case .person(let attribute): return text(attribute, of: citizen)
        }
    }

    private func pick(_ range: ClosedRange<Int>, _ from: inout SeededGenerator) -> Int {
        range.lowerBound + Int(from.next() % UInt64(range.count))
    }

    private func month(_ offset: Int) -> String {
        let count = today.year * 12 + today.month - 1 + offset
        return String(count / 12).leftPadded(to: 4) + "-" + String(count % 12 + 1).leftPadded(to: 2)
    }

    private func text(_ attribute: RegisterSample.Attribute, of citizen: SampleCitizen) -> String {
        switch attribute {
        case .name: citizen.name
        case .number: citizen.number.text
        case .sex: citizen.number.sex == .male ? "男" : "女"
        case .nation: citizen.nation
        case .birthDate: citizen.number.birthDate.description
        case .address: citizen.address
        case .issuer: citizen.issuer
        case .phone: citizen.phone?.text ?? "-"
        case .age: String(citizen.number.birthDate.age(on: today))
        }
    }
}
