public import Storage

/// Keeps what waits for a second person among those whose business it is.
///
/// Both are asked inside the transaction of the reading or the decision, a yes and a no alike, besides what
/// ``Approval/checkDecider(_:at:)`` asks of every kind.
public struct ApprovalCircle: Sendable {
    /// Whether somebody reads the request and what became of it.
    public typealias MayRead =
        @Sendable (_ approval: Approval, _ reader: StaffAccount, _ db: any SQLConnection) throws -> Bool
    /// Throws a refusal unless somebody may decide.
    public typealias CheckDecider =
        @Sendable (_ approval: Approval, _ decider: StaffAccount, _ db: any SQLConnection) throws -> Void

    let mayRead: MayRead
    let checkDecider: CheckDecider

    public init(mayRead: @escaping MayRead, checkDecider: @escaping CheckDecider) {
        self.mayRead = mayRead
        self.checkDecider = checkDecider
    }
}

/// The circle of each kind that has one; every account of the desk reads the others.
public typealias ApprovalCircles = [ApprovalKind: ApprovalCircle]
