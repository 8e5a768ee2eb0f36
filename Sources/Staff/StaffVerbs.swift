import Base
import Passkeys
public import Stations

/// The room's verbs, as the house wires them.
public final class StaffVerbs: Sendable {
    public let createCode: CreateStaffCode
    public let refuseRecovery: RefuseRecovery
    public let addDevice: AddDevice
    public let endSignIns: EndStaffSignIns
    public let enrol: EnrolStaff
    public let invite: InviteStaff
    public let end: EndStaff
    public let signIn: SignInStaff
    public let current: CurrentStaff
    public let queries: StaffQueries
    public let requestApproval: RequestApproval
    public let decideApproval: DecideApproval
    public let look: LookAtCase
    public let noteSearch: NoteSearch
    public let export: ExportCases
    public let exportQueue: ExportQueue
    public let breakGlass: OpenBreakGlass
    public let reviewGlass: ReviewBreakGlass
    public let seeAlert: SeeAlert
    public let setOwnPhone: SetOwnPhone
    public let setOwnNumber: SetOwnNumber
    public let setAddress: SetAddress
    public let watchPersons: WatchPersons
    public let watchGlasses: WatchGlasses
    public let permits: Permits
    public let call: CallStaff
    public let conduct: ConductFigures
    public let figures: DeskFigures

    /// `effects` are what an approval of each kind sets off; a kind without one cannot be asked for.
    ///
    /// `circles` are who reads and decides those that are not everybody's.
    public init(
        _ parts: StaffParts, effects: ApprovalEffects, circles: ApprovalCircles = [:],
        findCase: @escaping FindCase, findCases: @escaping FindCases, raiseAlarm: RaiseAlarm,
        conduct: ConductFigures = ConductFigures(), figures: DeskFigures = DeskFigures()
    ) {
        var effects = effects
        effects[.roleGrant] = GrantRoles(parts).effect
        effects[.export] = ExportCases.effect(parts)
        effects[.queueExport] = ExportQueue.effect(parts)
        effects[.seat] = FillSeat(parts).effect
        effects[.sealEnrolment] = Permits.effect(parts)
        effects[.publication] = Permits.effect(parts, beside: effects[.publication])
        effects[.consoleRequest] = Permits.effect(parts)
        effects[.retention] = AgreedPeriods.effect(parts)
        effects[.watch] = WatchPersons.effect(parts)
        createCode = CreateStaffCode(
            parts: parts,
            begin: BeginRecovery(parts: parts, raiseAlarm: raiseAlarm, wait: figures.recoveryWait))
        refuseRecovery = RefuseRecovery(parts: parts)
        addDevice = AddDevice(parts: parts)
        endSignIns = EndStaffSignIns(parts: parts)
        enrol = EnrolStaff(parts)
        invite = InviteStaff(parts)
        end = EndStaff(parts)
        signIn = SignInStaff(parts, raiseAlarm: raiseAlarm)
        current = CurrentStaff(parts)
        queries = StaffQueries(parts, circles: circles)
        requestApproval = RequestApproval(parts, kinds: Set(effects.keys))
        decideApproval = DecideApproval(parts, effects: effects, circles: circles)
        look = LookAtCase(parts, find: findCase, figures: conduct, glassLife: figures.glassLife)
        noteSearch = NoteSearch(parts: parts, look: look)
        let trace = ExportTrace(parts: parts, conduct: conduct)
        export = ExportCases(
            parts: parts, find: findCases, figures: figures, trace: trace, request: requestApproval)
        exportQueue = ExportQueue(
            parts: parts, find: findCase, figures: figures, trace: trace, request: requestApproval)
        breakGlass = OpenBreakGlass(parts)
        reviewGlass = ReviewBreakGlass(parts)
        seeAlert = SeeAlert(parts)
        setOwnPhone = SetOwnPhone(parts: parts)
        setOwnNumber = SetOwnNumber(parts: parts)
        setAddress = SetAddress(parts: parts)
        watchPersons = WatchPersons(parts: parts, request: requestApproval)
        watchGlasses = WatchGlasses(
            parts: parts, raiseAlarm: raiseAlarm, reviewWithin: figures.reviewWithin)
        permits = Permits(parts)
        call = CallStaff(parts)
        self.conduct = conduct
        self.figures = figures
    }
}

extension StaffVerbs {
    /// The way to show her passkey again, for a page whose forms want it.
    public func proofLink(_ next: String, for presence: StaffPresence) -> ProofLink {
        presence.proofLink(next, at: queries.parts.world.now())
    }
}
