public import Base

extension ServiceResult {
    /// What a register says of the person from the result on.
    public struct Change: Hashable, Sendable {
        public enum Value: Hashable, Sendable {
            case text(String)
            case day(DayTerm)
            case answer(String)
            /// `<department>/<register>.<field>`, as it was when the case was handed in.
            case field(String)
        }

        /// What happens to a field.
        public enum Act: Hashable, Sendable {
            case set(Value)
            /// The number is so much more than it is by then, or less (`sign` is 1 or -1): others may have changed it meanwhile.
            case add(Value, sign: Int)
            /// A row with these columns comes on top of the table.
            case row([String: Value])
            /// The rows go whose columns say this.
            case remove([String: Value])
            /// The rows go that a table of a register had when the case was handed in, known by one column: the others may say
            /// something else by then.
            case removeAll(of: String, by: String)
        }

        /// One field; of several for the same field the first that holds is written.
        public struct Setting: Hashable, Sendable {
            public let field: String
            /// Nil: always.
            public let when: Rule?
            public let act: Act
        }

        /// What is known of the case.
        public struct Known: Sendable {
            /// By question, as a register writes them.
            let answers: [String: String]
            /// Of issue.
            let day: CalendarDate
            /// As of the day of hand-in.
            let facts: RuleFacts
            /// The rows of tables, by `<department>/<register>.<field>`.
            let tables: [String: [[String: String]]]

            public init(
                answers: [String: String], day: CalendarDate, facts: RuleFacts,
                tables: [String: [[String: String]]]
            ) {
                self.answers = answers
                self.day = day
                self.facts = facts
                self.tables = tables
            }
        }

        /// What to tell the department, by field.
        public struct Effect: Hashable, Sendable {
            public var values: [String: String] = [:]
            public var added: [String: Int] = [:]
            public var rows: [String: [[String: String]]] = [:]
            /// Of each table the columns by which rows are known that go.
            public var removed: [String: [[String: String]]] = [:]

            public init() {}
        }

        /// `<department>/<resource>`, one of the service's own department.
        public let resource: String
        public let set: [Setting]

        /// What happens, once the answers are known; a question without an answer, or a field that the register does not
        /// have, leaves what it would have changed as it is.
        public func effect(_ known: Known) -> Effect {
            let holding = set.filter { $0.when?.holds(in: known.facts) ?? true }
            var effect = Effect()
            for (field, act) in Dictionary(
                holding.map({ ($0.field, $0.act) }), uniquingKeysWith: { a, _ in a })
            {
                switch act {
                case .set(let value): effect.values[field] = value.text(known)
                case .add(let value, let sign):
                    if let count = value.text(known).flatMap(Int.init) { effect.added[field] = sign * count }
                case .row(let columns): effect.rows[field] = [columns.compactMapValues { $0.text(known) }]
                case .remove(let columns):
                    let found = columns.compactMapValues { $0.text(known) }
                    // What is known of a row by half might be another one.
                    if found.count == columns.count { effect.removed[field] = [found] }
                case .removeAll(let table, let column):
                    let found = (known.tables[table] ?? []).compactMap { row in
                        row[column].map { [column: $0] }
                    }
                    if !found.isEmpty { effect.removed[field] = found }
                }
            }
            return effect
        }

        /// Every field of a register that it looks at, as `<department>/<register>.<field>`.
        var fields: Set<String> {
            self.set.reduce(into: []) { fields, setting in
                fields.formUnion(setting.when?.names.filter { $0.contains("/") } ?? [])
                switch setting.act {
                case .set(let value), .add(let value, _): fields.formUnion(value.fields)
                case .row(let columns), .remove(let columns):
                    fields.formUnion(columns.values.flatMap(\.fields))
                case .removeAll(let table, _): fields.insert(table)
                }
            }
        }
    }
}

extension ServiceResult.Change.Value {
    /// As a register writes it; nil where there is none.
    fileprivate func text(_ known: ServiceResult.Change.Known) -> String? {
        switch self {
        case .text(let text): text
        case .day(let term): term.day(issuedOn: known.day, in: known.facts)?.description
        case .answer(let id): known.answers[id].flatMap { $0.isEmpty ? nil : $0 }
        case .field(let name):
            switch known.facts[name] {
            case .text(let text): text
            case .number(let number): String(number)
            case .date(let date): date.description
            case .flag(let flag): flag ? "yes" : "no"
            case .dayOfYear(let day): day.description
            case .nothing, .rows: nil
            }
        }
    }

    fileprivate var fields: [String] {
        switch self {
        case .field(let name): [name]
        case .day(let term): [term.field].compactMap(\.self).filter { $0.contains("/") }
        case .text, .answer: []
        }
    }
}
