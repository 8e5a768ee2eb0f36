/// What goes wrong in a run, in so many of a thousand cases; the seed decides.
struct Plan: Sendable {
    var weather = Weather.fair
    var diskRefuses = 0
    var diskCut = 0
    /// A transaction is given up as busy, runs twice, is lost before its commit, or its commit is not heard of.
    var engineBusy = 0
    var engineRepeats = 0
    var engineLost = 0
    var engineUnheard = 0
    /// The node dies right after a commit.
    var engineCrash = 0
    var printerTrouble = 0
    /// A register's record of somebody else passes the connector.
    var mixedUpRecords = 0
    var clockSteps = false
    /// Crashes and partitions over the run.
    var crashes = 0
    var partitions = 0
    /// Crashes of the foreign systems: departments, authority and message gateway go down together.
    var foreignCrashes = 0
    var hasTwoCentres = false
    var terminals = 1
    var visits = 2
    /// A department whose register takes every question and never answers; nothing else goes wrong then.
    var silentDepartment: String?
    /// Somebody with a terminal of his own and what he overheard on the line.
    var hasThief = false
    /// An operator takes a terminal out of service.
    var revokes = false
    /// Clerks decide what was handed in to them, and people come for it.
    var hasClerks = false
    /// People book visits, and give them back.
    var hasVisits = false
    /// How often a person does something unexpected.
    var whims = 0

    static let calm = Plan()

    /// A plan for a seed: some runs are calm but for one kind of fault, some have everything.
    init(seed: UInt64) {
        var chance = Chance(seed: seed, "plan")
        func some(_ most: Int, _ share: Int) -> Int { chance.happens(share) ? 1 + chance.below(most) : 0 }
        hasTwoCentres = chance.happens(300)
        terminals = 1 + chance.below(2)
        visits = 1 + chance.below(3)
        whims = some(250, 700)
        hasThief = chance.happens(250)
        guard !chance.happens(60) else {
            silentDepartment = chance.pick(["police", "insurance", "fund"])
            (hasTwoCentres, terminals, whims, visits) = (false, 2, 0, 2)
            return
        }
        revokes = chance.happens(60)
        weather.loseRequest = some(40, 500)
        weather.loseAnswer = some(40, 500)
        weather.silence = chance.below(1_000)
        weather.duplicate = some(60, 500)
        weather.breakAnswer = some(20, 300)
        weather.replay = some(200, 400)
        weather.late = some(40, 400)
        weather.lateMax = .seconds(chance.pick([3, 3, 15, 38]))
        diskRefuses = some(20, 150)
        diskCut = some(60, 250)
        engineBusy = some(20, 300)
        engineRepeats = some(200, 500)
        engineLost = some(15, 300)
        engineUnheard = some(20, 300)
        engineCrash = some(8, 300)
        printerTrouble = some(500, 400)
        mixedUpRecords = some(250, 200)
        weather.flip = some(300, 150)
        clockSteps = chance.happens(250)
        crashes = some(4, 500)
        partitions = some(3, 300)
        weather.strayTicket = some(200, 150)
        // The first thousand days are those by which the planted bugs are known (docs/mutants.md): they stay as they are.
        hasClerks = seed > 1_000 && chance.happens(600)
        hasVisits = seed > 1_000 && chance.happens(500)
        foreignCrashes = seed > 1_000 ? some(2, 400) : 0
    }

    private init() {}
}
