public import Base
public import Catalogue
public import Storage

/// A record of what the processing of personal data is for, what could go wrong, and what is done against it.
///
/// Source: 个人信息保护法 articles 55 and 56, which ask for it before sensitive data are processed and for three years' keeping.
public struct ImpactAssessment: Hashable, Sendable {
    public let id: Token
    public let madeAt: Instant
    /// Who answers for it.
    public let madeBy: String
    /// The version of the program that it describes.
    public let release: String
    /// Markdown.
    public let text: String
}

/// Writes the record from what the code, the catalogue and the city's files declare; only the conclusion is a person's.
public struct AssessmentWriter: Sendable {
    let catalogue: Catalogue
    let schedule: RetentionSchedule
    let rules: PrivacyRules
    let purposes: [ConsentPurpose]
    let inventory: [StoredTable]

    public init(
        catalogue: Catalogue, schedule: RetentionSchedule, rules: PrivacyRules, purposes: [ConsentPurpose],
        inventory: [StoredTable]
    ) {
        self.catalogue = catalogue
        self.schedule = schedule
        self.rules = rules
        self.purposes = purposes
        self.inventory = inventory
    }

    public func text(on day: CalendarDate, by author: String, release: String, conclusion: String) -> String {
        """
        # 个人信息保护影响评估记录 · Personal information protection impact assessment

        - Date: \(day)
        - Answered for by: \(author)
        - Version: \(release)
        - Kept until at least: \(schedule[.assessments].map { "\(CalendarDate(daysSince1970: day.daysSince1970 + $0.days))" } ?? "-")

        ## Purposes, and whether they are lawful and necessary

        \(services)

        ## What is done only by consent

        \(consents)

        ## Classes of data, and how long they stay

        \(classes)

        ## Risks and measures

        \(risks)

        ## Rights

        \(rights)

        ## Conclusion

        \(conclusion)

        """
    }

    private var services: String {
        catalogue.items.map { item in
            let registers = item.registers.map { use in
                "  - \(use.resource): \(use.fields.joined(separator: ", ")) (\(use.purpose[.english]))"
            }
            return (["- \(item.name[.english]), \(item.id.rawValue): \(law(item.legalBasis))"] + registers)
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private var consents: String {
        purposes.map { purpose in
            "- \(purpose.name[.english]): \(purpose.fields[.english]), to \(purpose.receiver[.english]); "
                + law(purpose.legalBasis)
        }.joined(separator: "\n")
    }

    private var classes: String {
        let rows = inventory.flatMap { table in
            table.fields.filter(\.isPersonal).map { field in
                "| \(field.content.rawValue) | `\(table.name).\(field.column)` | \(field.form.rawValue) "
                    + "| \(field.purpose) | \(leaving(table.leaving)) |"
            }
        }
        return (["| Class | Field | Kept | Why | Goes |", "|---|---|---|---|---|"] + rows.sorted())
            .joined(separator: "\n")
    }

    private var risks: String {
        let contents = Set(inventory.flatMap(\.fields).filter(\.isPersonal).map(\.content))
        let rows = contents.sorted { $0.rawValue < $1.rawValue }.map { content in
            let forms = Set(inventory.flatMap(\.fields).filter { $0.content == content }.map(\.form.rawValue))
            let risk = PrivacyRisk(content)
            return
                "| \(content.rawValue) | \(risk.harm) | \(forms.sorted().joined(separator: "; ")) | \(risk.measure) |"
        }
        return
            (["| Class | What could go wrong | Kept | What is done against it |", "|---|---|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private var rights: String {
        PersonRight.allCases.compactMap { right in
            rules[right].map { "- \(right.rawValue): \($0.days) days; \(law($0.legalBasis))" }
        }.joined(separator: "\n")
    }

    private func leaving(_ leaving: StoredTable.Leaving) -> String {
        switch leaving {
        case .after(let kept):
            schedule[kept].map { "\($0.days) days; \(law($0.legalBasis))" } ?? kept.rawValue
        case .byItself(let rule): rule
        case .never(let reason): "never: \(reason)"
        }
    }

    private func law(_ basis: [LegalBasis]) -> String {
        basis.map { "《\($0.title)》\($0.clause)\($0.isVerified ? "" : " (not verified)")" }
            .joined(separator: "; ")
    }
}
