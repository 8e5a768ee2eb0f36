public import Casework
public import Staff
public import Vault
import Catalogue

/// Reads all that one look at a list of the desk shows: its rows, and what stands around them.
public struct ReadQueue: Sendable {
    public struct Reading: Sendable {
        public let page: DeskList.Page
        public let counts: [DeskList.Tab: Int]
        /// Of which services there is something under the tab, and how much.
        let services: [ServiceID: Int]
        /// What a supervisor's office is late with.
        let late: [CaseStep]
        /// What offices below hers have been late with for days.
        let escalated: [CaseStep]
        /// Whom a supervisor can give what is late.
        let colleagues: [StaffAccount]
        /// Where she can send what nobody of hers may decide.
        let offices: [StepQueue]
        /// The names of those accounts that stand in the rows.
        let people: [String: String]
    }

    let queries: DeskQueries
    let clerks: DeskClerks

    public init(_ queries: DeskQueries, staff: StaffVerbs, vault: Vault) {
        self.queries = queries
        clerks = DeskClerks(staff: staff, vault: vault)
    }

    /// `watches` is whether she watches over those who decide.
    public func callAsFunction(
        _ list: DeskList, for clerk: Clerk, watches: Bool
    ) async throws -> Reading {
        let page = try await queries.page(list, for: clerk)
        let late =
            watches && list.tab != .overdue
            ? try await queries.page(DeskList(.overdue), for: clerk, limit: LatePart.stepsMax).steps : []
        let escalated =
            watches ? try await queries.escalated(to: clerk.queue, limit: LatePart.stepsMax) : []
        return Reading(
            page: page, counts: try await queries.counts(for: clerk),
            services: try await queries.services(list.tab, for: clerk), late: late, escalated: escalated,
            colleagues: watches ? try await clerks.colleagues(of: clerk) : [],
            offices: watches ? try await clerks.offices(besides: clerk) : [],
            people: try await clerks.names(of: (page.steps + late + escalated).map(\.account)))
    }
}
