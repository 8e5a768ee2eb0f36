public import Base

/// A drawn face: a person's features from a seed, one picture of it from a shot's number.
///
/// Shot 0 is the picture in the authority's file. Other shots differ in place, size, light, expression and grain,
/// as pictures of one person do. No picture is of anybody.
public struct SampleFace: Sendable, Hashable {
    /// Pictures are 640×480 and at most this large.
    public static let bytesMax = 70_000

    let seed: UInt64
    let sex: CitizenNumber.Sex
    let age: Int

    /// The age is in years: children have smaller heads, old people grey hair.
    public init(seed: UInt64, sex: CitizenNumber.Sex, age: Int) {
        self.seed = seed
        self.sex = sex
        self.age = age
    }

    /// A JPEG of the shot; the same bytes for the same shot.
    public func jpeg(shot: Int) -> [UInt8] {
        var generator = SeededGenerator(seed &* 31 &+ UInt64(shot) &* 1_000_003)
        var canvas = Canvas(width: 320, height: 240)
        let own = shot == 0 ? 0.0 : 1.0
        canvas.scale = 1 + own * generator.number(-0.05, 0.05)
        canvas.offsetX = 160 * (1 - canvas.scale) + own * generator.number(-12, 12)
        canvas.offsetY = 120 * (1 - canvas.scale) + own * generator.number(-7, 7)
        let wall = generator.number(165, 215)
        canvas.fill(
            top: .init(wall, wall + 6, wall + 12),
            bottom: .init(wall - 20, wall - 14, wall - 6))
        let expression = own * generator.number(-1, 1)
        FaceFeatures(self).draw(on: &canvas, expression: expression)
        canvas.expose(
            light: 1 + own * generator.number(-0.22, 0.12), slopeX: own * generator.number(-0.35, 0.35),
            slopeY: own * generator.number(-0.15, 0.15), grain: 3 + own * generator.number(0, 5), &generator)
        return canvas.jpeg(quality: 82)
    }
}

extension SampleCitizen {
    /// The face by which the sandbox authority knows the person.
    public var face: SampleFace {
        // The year is fixed so that a face does not change on New Year's Day.
        SampleFace(seed: faceSeed, sex: number.sex, age: 2026 - number.birthDate.year)
    }
}
