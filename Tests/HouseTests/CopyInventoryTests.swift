import Storage
import Support
import Testing

@testable import Privacy
@testable import egret

/// Every personal field of the inventory is in the copy that a person may ask for, or is left out with a reason.
@Suite struct CopyInventoryTests {
    @Test("ASVS 14.1.1: every personal field is in the copy, or says why not")
    func everyPersonalFieldIsInTheCopyOrExcused() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let exporters = Dictionary(grouping: House.exporters(house.vault, house.catalogue), by: \.table)
        await house.close()
        await box.remove()

        #expect(exporters.values.allSatisfy { $0.count == 1 }, "one exporter a table")
        for table in House.inventory {
            let exporter = exporters[table.name]?.first
            for field in table.fields where field.isPersonal {
                let isCopied = exporter?.columns.contains(field.column) == true
                let reason = exporter?.reason(field.column)
                #expect(
                    isCopied != (reason != nil),
                    "\(table.name).\(field.column): copied, or a reason, and not both")
                #expect(reason?.isEmpty != true)
            }
        }
        let tables = Set(House.inventory.map(\.name))
        #expect(exporters.keys.filter { !tables.contains($0) } == [])
    }

    /// Tables whose rows say nothing in words that the others do not say; the copy as JSON has them.
    private static let onlyForMachines: Set<String> = [
        "case_terms", "case_notices", "notice_choices", "wechat_bindings", "wechat_scenes",
        "case_events", "overdue_steps", "print_tickets", "login_codes", "account_codes", "phone_logins",
        "network_logins",
        "oidc_grants", "oidc_tokens", "portal_sessions", "privacy_request_events", "actings",
        "parent_agreements",
    ]

    @Test("ASVS 14.1.1: every table of the copy is on the paper too, or is for machines alone")
    func everyTableIsOnThePaperOrForMachines() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let exporters = House.exporters(house.vault, house.catalogue).filter { !$0.columns.isEmpty }
        await house.close()
        await box.remove()
        let columns = Dictionary(uniqueKeysWithValues: KeptRegister.onPaper.map { ($0.table, $0.columns) })

        for exporter in exporters {
            let isOnPaper = columns[exporter.table] != nil
            #expect(isOnPaper != Self.onlyForMachines.contains(exporter.table), "\(exporter.table)")
            #expect(exporter.columns.isSuperset(of: columns[exporter.table] ?? []), "\(exporter.table)")
        }
        #expect(Set(columns.keys).subtracting(exporters.map(\.table)).isEmpty)
    }
}
