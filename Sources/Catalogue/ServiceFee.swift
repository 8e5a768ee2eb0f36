/// What a service costs.
public struct ServiceFee: Hashable, Sendable {
    /// A part of what a case costs, owed where its rule holds.
    public struct Line: Hashable, Sendable {
        public enum Amount: Hashable, Sendable {
            /// **Unit:** fen.
            case fen(Int64)
            /// A register's field of money, such as `police/violations.openFines`.
            case field(String)
        }

        public let when: Rule
        public let amount: Amount
    }

    /// Why nothing is owed.
    public struct Exemption: Hashable, Sendable {
        public let when: Rule
        public let basis: LocalText
    }

    /// What one case costs.
    public struct Due: Hashable, Sendable {
        /// 0 and up; 100 fen are one yuan.
        public let fen: Int64
        /// Why nothing is owed; nil where nobody is let off.
        public let exemption: LocalText?
    }

    /// What is said before anything is known of a case: 0 and up; 100 fen are one yuan.
    public let fen: Int64
    /// The rule that sets the fee, or that there is none.
    public let basis: LocalText
    /// Those that hold are added up; none: every case costs ``fen``.
    public var lines: [Line] = []
    public var exemptions: [Exemption] = []

    /// The registers' fields that it names.
    var fields: [String] {
        lines.compactMap { line in
            guard case .field(let name) = line.amount else { return nil }
            return name
        }
    }

    /// What a case costs of which this is known.
    public func due(in facts: RuleFacts) -> Due {
        if let exempt = exemptions.first(where: { $0.when.holds(in: facts) }) {
            return Due(fen: 0, exemption: exempt.basis)
        }
        guard !lines.isEmpty else { return Due(fen: fen, exemption: nil) }
        let sum = lines.filter { $0.when.holds(in: facts) }.reduce(Int64(0)) { sum, line in
            switch line.amount {
            case .fen(let fen): return sum + fen
            case .field(let name):
                guard case .number(let fen) = facts[name], fen > 0 else { return sum }
                return sum + Int64(fen)
            }
        }
        return Due(fen: sum, exemption: nil)
    }
}
