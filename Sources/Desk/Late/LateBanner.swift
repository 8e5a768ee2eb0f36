public import Casework
public import Staff
public import Web

/// Stands over every page of a supervisor as long as steps of her office are late.
public struct LateBanner: Sendable {
    let queries: DeskQueries

    public init(_ queries: DeskQueries) {
        self.queries = queries
    }

    public func callAsFunction(for reader: StaffAccount) async throws -> FrameLink? {
        guard reader.may(.returnWork), let queue = DeskClerks.queue(reader) else { return nil }
        let count = try await queries.late(in: queue)
        guard count > 0 else { return nil }
        return FrameLink(
            label: "clerk.late.banner", path: "/work?tab=overdue", values: ["count": QueuePage.count(count)])
    }
}
