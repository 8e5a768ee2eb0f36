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

    /// Whether somebody reads nothing of this kind for no other reason than that she has not said which citizen she is; asked
    /// without any request, so that the answer tells nothing of one.
    public typealias WantsSelf = @Sendable (_ reader: StaffAccount) -> Bool

    let mayRead: MayRead
    let checkDecider: CheckDecider
    let wantsSelf: WantsSelf

    public init(
        mayRead: @escaping MayRead, checkDecider: @escaping CheckDecider,
        wantsSelf: @escaping WantsSelf = { _ in false }
    ) {
        self.mayRead = mayRead
        self.checkDecider = checkDecider
        self.wantsSelf = wantsSelf
    }
}

/// The circle of each kind that has one; every account of the desk reads the others.
public typealias ApprovalCircles = [ApprovalKind: ApprovalCircle]
