public import Representation

/// The verbs of this room, wired once.
public final class CaseVerbs: Sendable {
    public let choose: ChooseServices
    public let open: OpenCase
    public let owned: OwnedCase
    public let bundle: FollowBundle
    public let child: TurnToChild
    public let fetch: FetchRecord
    public let answer: AnswerQuestion
    public let slot: HoldSlot
    public let free: FreeSlots
    public let submit: SubmitCase
    public let lodge: LodgeCase
    public let issue: IssuePaper
    public let print: PrintPaper
    public let letter: IssueLetter
    public let paper: FollowPaper
    public let reprint: Reprint
    public let correct: CorrectCase
    public let withdraw: WithdrawCase
    public let standing: CaseStanding
    public let handOver: HandOver
    public let own: OwnForms
    public let files: SendFile
    public let acting: ChooseActing
    public let mandates: ManageMandates

    public init(_ parts: CaseParts) {
        choose = ChooseServices(parts)
        open = OpenCase(parts)
        owned = OwnedCase(parts)
        bundle = FollowBundle(parts)
        child = TurnToChild(choose: ChooseActing(parts.representation))
        fetch = FetchRecord(parts)
        answer = AnswerQuestion(parts)
        slot = HoldSlot(parts)
        free = FreeSlots(parts)
        submit = SubmitCase(parts)
        lodge = LodgeCase(parts)
        issue = IssuePaper(parts)
        print = PrintPaper(parts)
        letter = IssueLetter(parts)
        paper = FollowPaper(parts)
        reprint = Reprint(parts)
        correct = CorrectCase(parts)
        withdraw = WithdrawCase(parts)
        standing = CaseStanding(parts)
        handOver = HandOver(parts)
        own = OwnForms(parts)
        files = SendFile(parts)
        acting = ChooseActing(parts.representation)
        mandates = ManageMandates(parts.representation)
    }
}
