import Base
import Casework
import Catalogue
import Staff
import Vault

/// Who somebody of the desk is to the departments' queues.
struct DeskClerks: Sendable {
    let staff: StaffVerbs
    let vault: Vault

    /// The clerk behind an account, with the queue of her department and region.
    ///
    /// - Throws: ``StepRefused/noQueue`` when the account names no department.
    func clerk(_ account: StaffAccount) throws(StepRefused) -> Clerk { try Self.clerk(account, vault) }

    static func clerk(_ account: StaffAccount, _ vault: Vault) throws(StepRefused) -> Clerk {
        guard let queue = queue(account) else { throw .noQueue }
        return Clerk(account: account.id, queue: queue, isHer: StaffSelf.isHer(account, vault))
    }

    /// Whether a citizen's number is that of who has the account; nil when the desk does not know hers.
    func isHer(_ account: StaffAccount) -> Clerk.IsHer? { StaffSelf.isHer(account, vault) }

    /// The others who work in the same queue, in the order of their numbers.
    func colleagues(of clerk: Clerk) async throws -> [StaffAccount] {
        try await staff.queries.people(with: .workCases).filter { account in
            account.id != clerk.account && Self.queue(account) == clerk.queue
        }
    }

    /// The offices of her department to which a step of her queue may go: where somebody can decide it; the city's first.
    func offices(besides clerk: Clerk) async throws -> [StepQueue] {
        Set(try await staff.queries.clerkSeats().compactMap(Self.queue)).filter(clerk.queue.mayRefer)
            .sorted { $0.rawValue < $1.rawValue }
    }

    /// The names of those accounts that a page names, by their numbers.
    func names(of accounts: [String?]) async throws -> [String: String] {
        try await staff.queries.names(of: Set(accounts.compactMap(\.self))).mapValues(\.text)
    }

    static func queue(_ account: StaffAccount) -> StepQueue? {
        queue(StaffSeat(department: account.department, region: account.region))
    }

    /// Nil where one serves every department, and so decides for none.
    static func queue(_ seat: StaffSeat) -> StepQueue? {
        seat.department.flatMap(DepartmentID.init).map { StepQueue($0, of: seat.region) }
    }
}
