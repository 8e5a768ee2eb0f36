/// What the lines do, in so many of a thousand parcels.
struct Weather: Sendable {
    var loseRequest = 0
    var loseAnswer = 0
    /// Of what is lost, how much is lost without a word.
    var silence = 500
    var duplicate = 0
    var breakAnswer = 0
    /// A bit of a paper on its way to a terminal turns over.
    var flip = 0
    /// A ticket names somebody else than the visitor.
    var strayTicket = 0
    /// A department's line gives an answer of before.
    var replay = 0
    var delayMin = Duration.microseconds(300)
    var delayMax = Duration.milliseconds(4)
    /// A parcel that stays on the way much longer, and is overtaken.
    var late = 0
    var lateMax = Duration.seconds(3)

    static let fair = Weather()

    func delay(_ dice: Dice) -> Duration {
        late > 0 && dice.happens(late) ? dice.between(delayMax, lateMax) : dice.between(delayMin, delayMax)
    }
}
