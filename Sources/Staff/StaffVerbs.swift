import Passkeys

/// The room's verbs, as the house wires them.
public struct StaffVerbs: Sendable {
    public let createCode: CreateStaffCode
    public let enrol: EnrolStaff
    public let invite: InviteStaff
    public let end: EndStaff
    public let signIn: SignInStaff
    public let current: CurrentStaff
    public let queries: StaffQueries
    public let requestApproval: RequestApproval
    public let decideApproval: DecideApproval
    public let look: LookAtCase
    public let breakGlass: OpenBreakGlass
    public let reviewGlass: ReviewBreakGlass
    public let seeAlert: SeeAlert

    /// `effects` are what an approval of each kind sets off; a kind without one cannot be asked for.
    public init(
        _ parts: StaffParts, effects: ApprovalEffects, findCase: @escaping FindCase,
        conduct: ConductFigures = ConductFigures()
    ) {
        var effects = effects
        effects[.roleGrant] = GrantRoles(parts).effect
        createCode = CreateStaffCode(parts)
        enrol = EnrolStaff(parts)
        invite = InviteStaff(parts)
        end = EndStaff(parts)
        signIn = SignInStaff(parts)
        current = CurrentStaff(parts)
        queries = StaffQueries(parts)
        requestApproval = RequestApproval(parts, kinds: Set(effects.keys))
        decideApproval = DecideApproval(parts, effects: effects)
        look = LookAtCase(parts, find: findCase, figures: conduct)
        breakGlass = OpenBreakGlass(parts)
        reviewGlass = ReviewBreakGlass(parts)
        seeAlert = SeeAlert(parts)
    }
}
