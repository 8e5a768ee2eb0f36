import Audit
import Base
import Casework
import Catalogue
import Identity
import Passkeys
import Staff
import Stations
import Vault

extension House {
    /// The desk's own verbs, with what an approval sets off in the other rooms.
    static func staff(
        _ parts: StaffParts, stations: StationsVerbs, findCase: @escaping FindCase
    ) -> StaffVerbs {
        StaffVerbs(
            parts,
            effects: [
                .terminalEnrolment: { approval, decider, db in
                    guard case .terminal(let station, _) = approval.matter else {
                        throw StaffRefused.malformed
                    }
                    return try stations.createCode(station: station, by: .staff(decider.id), in: db).text
                }
            ],
            findCase: findCase)
    }

    /// As much of a case as the desk may see.
    static func glimpse(_ vault: Vault) -> FindCase {
        { number, db in
            guard let number = CaseNumber(rawValue: number),
                let file = try CaseStore.find(number, vault: vault, in: db),
                let holder = try CitizenStore.find(file.citizen, vault: vault, in: db)
                    .flatMap({ PersonName($0.name) })
            else { return nil }
            return CaseGlimpse(
                number: number.rawValue, service: file.service.rawValue,
                department: String(file.service.rawValue.prefix { $0 != "/" }), state: file.state.rawValue,
                isOpen: ![.delivered, .withdrawn].contains(file.state), citizen: file.citizen,
                holder: holder, commitment: try vault.subject(file.citizen, in: db).commitment(),
                openedAt: file.openedAt)
        }
    }
}
