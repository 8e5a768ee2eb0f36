import Storage

/// The data inventory as a record for the impact assessment, from what the code itself declares.
enum DataInventory {
    static var markdown: String {
        let head = "| Column | Says | How kept | Why | Goes |\n|---|---|---|---|---|\n"
        return head
            + House.inventory.flatMap { table in
                table.fields.filter(\.isPersonal).map { field in
                    "| `\(table.name).\(field.column)` | \(field.content.rawValue) | \(field.form.rawValue) "
                        + "| \(field.purpose) | \(goes(table.leaving)) |\n"
                }
            }.joined()
    }

    private static func goes(_ leaving: StoredTable.Leaving) -> String {
        switch leaving {
        case .after(let kept): "after the days of `\(kept.rawValue)`"
        case .byItself(let rule): rule
        case .never(let reason): "never: \(reason)"
        }
    }
}
