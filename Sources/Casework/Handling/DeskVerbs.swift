/// What clerks do, wired once.
public final class DeskVerbs: Sendable {
    public let queries: DeskQueries
    public let claim: ClaimStep
    public let refer: ReferStep
    public let decide: DecideStep
    public let accept: AcceptCase
    public let askForCorrection: AskForCorrection
    public let export: ExportSteps
    public let findByPerson: FindByPerson
    public let openFile: OpenFile
    public let revoke: RevokePaper

    /// `becameLate` is what happens when an office gets a step that is late already.
    public init(_ parts: CaseParts, becameLate: @escaping StepDueJob.BecameLate = { _, _, _ in }) {
        queries = DeskQueries(parts)
        claim = ClaimStep(parts)
        refer = ReferStep(parts, becameLate: becameLate)
        decide = DecideStep(parts)
        accept = AcceptCase(parts)
        askForCorrection = AskForCorrection(parts)
        export = ExportSteps(parts)
        findByPerson = FindByPerson(parts)
        openFile = OpenFile(parts)
        revoke = RevokePaper(parts)
    }
}
