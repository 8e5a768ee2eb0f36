/// How long things wait for their person; the house's configuration sets them.
public struct HandlingFigures: Sendable, Hashable {
    /// How long the paper of a decided case may be fetched without a new application: she comes back on another day.
    public var resultLife = Duration.seconds(30 * 86_400)
    /// How long a case waits for what was asked of its person; then it counts as given up.
    ///
    /// Source: the Administrative Licensing Law, article 32, sets no period; thirty days are ours.
    public var correctionLife = Duration.seconds(30 * 86_400)
    /// How many working days before that she is reminded of what she has not answered.
    ///
    /// Source: the Administrative Licensing Law, article 32, wants her asked once and sets no reminder; two days are ours: one to find
    /// what is missing, one to bring it.
    public var correctionReminderDays = 2
    /// In how many working days it is said what is missing in an application; else it counts as accepted from its first day.
    ///
    /// Source: the Administrative Licensing Law, articles 32 and 82.
    public var acceptanceDays = 5
    /// What is due within so many working days after today is shown as due soon; ours.
    public var warningDays = 1
    /// After how many further working days a late step is told to the office of the next level, and again to the one above it.
    ///
    /// Source: the Administrative Licensing Law, articles 60 (the higher organ watches over the lower) and 74 (it has what is
    /// not decided in time put right), sets no days; three are ours.
    public var escalationDays = 3
    /// How often a step may go to another office of its department; then whoever has it decides.
    ///
    /// Source: the Administrative Licensing Law, article 32, has an office that is not competent say so at once, and sets no
    /// number; two are ours: one office may be mistaken, and one more may be.
    public var referralMax = 2
    /// How long a refusal that nobody has read is the first thing she sees at this service.
    public var refusalLife = Duration.seconds(30 * 86_400)

    /// How long an unfinished form is kept for its person, counted from its beginning; the days of the retention schedule's class
    /// `unfinished` end it sooner where they are fewer.
    ///
    /// Source: the Personal Information Protection Law, article 19: the shortest time that is necessary. A fortnight is
    /// enough to fetch a paper that is missing.
    public var draftLife = Duration.seconds(15 * 86_400)

    /// The hour of the day at which reminders are sent, by the clock in China; within ``Daytime/hours``.
    public var reminderHour = 10

    public init() {}
}
