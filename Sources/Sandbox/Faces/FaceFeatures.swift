import Base

/// What makes one drawn face differ from another.
struct FaceFeatures {
    enum Hair: CaseIterable {
        case short
        case parted
        case fringe
        case long
        case bob
        case bun
        case bald
    }

    let skin: Canvas.Colour
    let hairColour: Canvas.Colour
    let clothes: Canvas.Colour
    let iris: Canvas.Colour
    let hair: Hair
    let headWidth: Double
    let headHeight: Double
    let jaw: Double
    let eyeY: Double
    let eyeGap: Double
    let eyeWidth: Double
    let eyeHeight: Double
    let browTilt: Double
    let browWidth: Double
    let browY: Double
    let noseLength: Double
    let noseWidth: Double
    let mouthY: Double
    let mouthWidth: Double
    let lips: Double
    let ears: Double
    let glasses: Bool
    let moustache: Bool
    let beard: Bool
    let mole: (x: Double, y: Double)?
    let wrinkles: Bool
    let part: Double

    init(_ face: SampleFace) {
        var from = SeededGenerator(face.seed)
        let male = face.sex == .male
        let tone = from.number(0.82, 1.05)
        skin = .init(min(250, 236 * tone), 196 * tone, 160 * tone)
        let dark = from.number(18, 60)
        hairColour =
            face.age > 68
            ? .init(195, 195, 198)
            : face.age > 58 ? .init(120, 118, 118) : .init(dark, dark * 0.85, dark * 0.75)
        clothes = .init(from.number(40, 210), from.number(40, 200), from.number(60, 210))
        iris = .init(from.number(30, 80), from.number(22, 52), 24)
        hair =
            male
            ? from.pick([.short, .parted, .fringe, .short, face.age > 40 ? .bald : .parted])
            : from.pick([.long, .bob, .bun, .fringe, .long])
        let size = face.age < 14 ? 0.88 : 1
        headWidth = from.number(43, 57) * size
        headHeight = from.number(58, 74) * size
        jaw = from.number(0.62, 0.95)
        eyeY = from.number(-8, 6)
        eyeGap = from.number(0.36, 0.52)
        eyeWidth = from.number(7, 12.5) * (face.age < 14 ? 1.15 : 1)
        eyeHeight = from.number(3.2, 7)
        browTilt = from.number(-4.5, 4.5)
        browWidth = from.number(2, 6.5)
        browY = from.number(9, 17)
        noseLength = from.number(14, 28)
        noseWidth = from.number(6, 13)
        mouthY = from.number(0.5, 0.64)
        mouthWidth = from.number(12, 26)
        lips = from.number(2, 6.5)
        ears = from.number(7, 14)
        glasses = from.chance(face.age > 50 ? 35 : 18)
        moustache = male && face.age > 25 && from.chance(25)
        beard = male && face.age > 30 && from.chance(20)
        let hasMole = from.chance(35)
        let spot = (x: from.number(-26, 26), y: from.number(8, 40))
        mole = hasMole ? spot : nil
        wrinkles = face.age > 60
        part = from.number(-0.7, 0.7)
    }

    /// The expression goes from −1 to 1: the mouth's corners and the lids move a little.
    func draw(on canvas: inout Canvas, expression: Double) {
        let x = 160.0
        let y = 112.0
        drawBody(on: &canvas, x, y)
        drawHead(on: &canvas, x, y)
        for side in [-1.0, 1.0] { drawEye(on: &canvas, x, y, side, expression) }
        drawMiddle(on: &canvas, x, y, expression)
        drawHairFront(on: &canvas, x, y)
        if glasses {
            let frame = Canvas.Colour(35, 35, 42)
            let radius = eyeWidth + 5
            let gap = headWidth * eyeGap
            for side in [-1.0, 1.0] {
                canvas.ring(x + side * gap, y + eyeY, radius, thickness: 2.6, frame)
                canvas.stroke(
                    x + side * (gap + radius), y + eyeY - 2, x + side * (headWidth - 1), y + eyeY - 5,
                    width: 2.2, frame)
            }
            canvas.stroke(x - gap + radius, y + eyeY - 2, x + gap - radius, y + eyeY - 2, width: 2.4, frame)
        }
    }

    private func drawBody(on canvas: inout Canvas, _ x: Double, _ y: Double) {
        if hair == .long {
            canvas.ellipse(x, y + 20, headWidth + 16, headHeight + 30, hairColour)
        } else if hair == .bob {
            canvas.ellipse(x, y + 4, headWidth + 15, headHeight + 6, hairColour)
        } else if hair == .bun {
            canvas.ellipse(x, y - headHeight - 6, 20, 17, hairColour)
        }
        canvas.ellipse(x, y + headHeight + 78, 104, 62, clothes)
        canvas.stroke(x, y + headHeight - 16, x, y + headHeight + 16, width: 40, skin.shaded(0.86))
        canvas.ellipse(x, y + headHeight + 18, 27, 15, skin.shaded(0.92))
    }

    private func drawHead(on canvas: inout Canvas, _ x: Double, _ y: Double) {
        for side in [-1.0, 1.0] {
            canvas.ellipse(x + side * (headWidth + 1), y + eyeY + 8, ears * 0.6, ears + 3, skin.shaded(0.88))
        }
        canvas.ellipse(x, y, headWidth, headHeight, skin)
        canvas.ellipse(x, y + headHeight * 0.3, headWidth * jaw, headHeight * 0.72, skin)
        for side in [-1.0, 1.0] {
            canvas.ellipse(
                x + side * headWidth * 0.5, y + 20, 12, 8, .init(226, 130, 118), alpha: 0.18)
        }
    }

    private func drawEye(
        on canvas: inout Canvas, _ x: Double, _ y: Double, _ side: Double, _ expression: Double
    ) {
        let eyeX = x + side * headWidth * eyeGap
        let line = y + eyeY
        let height = eyeHeight * (1 + 0.15 * expression)
        canvas.ellipse(eyeX, line, eyeWidth, height, .init(247, 246, 242))
        canvas.ellipse(eyeX, line, min(height, 5.4), min(height, 5.4), iris)
        canvas.ellipse(eyeX, line, 2.2, 2.2, .init(10, 10, 12))
        canvas.stroke(
            eyeX - eyeWidth, line - height * 0.5, eyeX, line - height - 0.6, width: 2.2, .init(40, 30, 28))
        canvas.stroke(
            eyeX, line - height - 0.6, eyeX + eyeWidth, line - height * 0.5, width: 2.2, .init(40, 30, 28))
        let browLine = line - browY - expression
        canvas.stroke(
            eyeX - side * eyeWidth, browLine + browTilt * 0.5, eyeX + side * (eyeWidth + 4),
            browLine - browTilt * 0.5, width: browWidth, hairColour.shaded(0.9))
        if wrinkles {
            canvas.stroke(
                eyeX - eyeWidth, line + 11, eyeX + eyeWidth, line + 12, width: 1.3, skin.shaded(0.72),
                alpha: 0.8)
        }
    }

    private func drawMiddle(on canvas: inout Canvas, _ x: Double, _ y: Double, _ expression: Double) {
        let shadow = skin.shaded(0.76)
        let tip = y + eyeY + noseLength
        canvas.stroke(x - 3, y + eyeY + 3, x - noseWidth * 0.55, tip, width: 2, shadow, alpha: 0.8)
        canvas.ellipse(x, tip, noseWidth, 4.2, skin.shaded(0.9))
        for side in [-1.0, 1.0] { canvas.ellipse(x + side * noseWidth * 0.5, tip + 1.5, 2.4, 1.6, shadow) }
        let mouth = y + headHeight * mouthY
        let corner = mouth - 1.5 - 2 * expression
        let red = Canvas.Colour(184, 84, 82)
        canvas.ellipse(x, mouth + 1, mouthWidth * 0.72, lips, red)
        canvas.stroke(x - mouthWidth, corner, x, mouth, width: 2.4, red.shaded(0.6))
        canvas.stroke(x, mouth, x + mouthWidth, corner, width: 2.4, red.shaded(0.6))
        if moustache {
            canvas.stroke(x - 17, mouth - 6, x + 17, mouth - 6, width: 5.5, hairColour, alpha: 0.9)
        }
        if beard {
            canvas.ellipse(x, y + headHeight * 0.92, 19, 13, hairColour, alpha: 0.85)
        }
        if let mole { canvas.ellipse(x + mole.x, y + mole.y, 2.8, 2.8, .init(70, 40, 32)) }
    }

    private func drawHairFront(on canvas: inout Canvas, _ x: Double, _ y: Double) {
        let top = y - headHeight
        switch hair {
        case .bald:
            for side in [-1.0, 1.0] {
                canvas.ellipse(x + side * (headWidth - 1), y - 20, 8, 24, hairColour)
            }
        case .fringe, .bob:
            canvas.ellipse(x, y - 10, headWidth + 6, headHeight, hairColour, above: y - headHeight * 0.42)
        case .parted:
            canvas.ellipse(
                x - headWidth * part, top + 14, headWidth * 0.95, 25, hairColour, above: top + 26)
            canvas.ellipse(x, top + 14, headWidth + 3, 24, hairColour, above: top + 14)
        case .short, .long, .bun:
            canvas.ellipse(x, top + 24, headWidth + 5, 34, hairColour, above: top + 20 + 10 * abs(part))
        }
        if hair == .long || hair == .bob {
            for side in [-1.0, 1.0] {
                canvas.stroke(
                    x + side * (headWidth + 4), y - 30, x + side * (headWidth + 7), y + 40, width: 15,
                    hairColour)
            }
        }
    }
}
