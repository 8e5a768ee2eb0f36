import Casework
import Catalogue
import Hummingbird
import Staff
import Web

extension House {
    /// Who says at the desk whether somebody came: those who work at cases of the department.
    static let visitsAccess: StaffAccessTable = [
        "GET /visits": .right(.lookAtCases), "POST /visits/{number}/kept": .right(.lookAtCases),
        "POST /visits/{number}/missed": .right(.lookAtCases),
    ]

    func addVisits(to router: Router<EgretContext>) {
        VisitsDeskRoutes(
            frame: frame, world: world, mark: MarkVisit(caseParts),
            known: { [staff] context in
                let account = try await staff.current(token: context.sessionToken).account
                return VisitsDeskRoutes.Clerk(account: account.id) { department in
                    account.may(.lookAtCases, in: StaffScope(department: department.rawValue))
                }
            }
        ).add(to: router)
    }
}
