import CPango
import Web

/// The foot of every page: the QR code, the numbers to check by, and which page this is.
struct PageFooter {
    /// Points.
    static let height = points(44)
    private static let codeSize = points(36)

    let order: DocumentOrder
    let ink: Ink
    let code: QRSymbol
    let verifyAddress: String
    let seal: SealDesign

    func draw(page: Int, of pages: Int, left: Double, top: Double, width: Double) throws {
        let ruleY = top + 6
        ink.line(from: (left, ruleY), to: (left + width, ruleY), width: 0.5, color: .red)
        code.draw(x: left - 4, y: ruleY + 4, size: Self.codeSize, ink: ink)
        let textLeft = left + Self.codeSize + 8
        let textWidth = width - Self.codeSize - 8
        var y = ruleY + 10
        func put(_ text: String, _ style: TextStyle, gap: Double) throws {
            let box = try TextBox(text, style, width: textWidth, field: "footer", ink: ink)
            box.draw(x: textLeft, y: y)
            y += box.height + gap
        }
        try put("办件编号 Case No.", .foot, gap: -1)
        try put(order.caseNumber, TextStyle(family: .sans, size: 8.5), gap: 3)
        try put("验证码 Verification code", .foot, gap: -1)
        try put(order.code.grouped, .footCode, gap: 3)
        try put("扫描二维码，或在 \(verifyAddress) 输入验证码核对真伪", .foot, gap: 1)
        if seal.isTest {
            try put("本件加盖测试专用章，不具法律效力。Test seal: no legal effect.", .foot, gap: 1)
        }
        if !order.layout.footNote.isEmpty { try put(order.layout.footNote, .micro, gap: 0) }
        let edition = order.edition > 1 ? "　第\(order.edition)版" : ""
        let count = try TextBox(
            "第 \(page) 页　共 \(pages) 页\(edition)", TextStyle.foot.aligned(.right), width: width,
            field: "footer", ink: ink)
        count.draw(x: left, y: ruleY + 8)
        try drawMicroNote(left: left, y: ruleY + 1.2, width: width)
    }

    /// A line of tiny characters under the rule, which a copier blurs: the code over and over.
    private func drawMicroNote(left: Double, y: Double, width: Double) throws {
        let text = Array(repeating: "\(order.issuer)\(order.code.text)", count: 12).joined(separator: "·")
        let style = TextStyle(family: .sans, size: 2.4, color: .grey)
        let box = try TextBox(text, style, width: nil, field: "footer", ink: ink)
        ink.saved {
            cairo_rectangle(ink.context, left, y, width, 5)
            cairo_clip(ink.context)
            box.draw(x: left, y: y, recording: false)
        }
    }
}
