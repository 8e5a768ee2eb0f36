import Base
import CPango
import Web

/// Lays out and draws one paper.
struct PaperPress {
    let order: DocumentOrder
    let seal: SealDesign
    /// What the QR code says.
    let codeText: String
    /// Where to type the code, as printed.
    let verifyAddress: String

    /// Draws the paper.
    ///
    /// - Throws: ``DocumentRefused`` when the order cannot become a paper, ``RenderFault`` when the machine fails.
    func render(fonts: FontShelf) throws -> RenderedPaper {
        let ink = try Ink(fonts: fonts)
        setMetadata(ink)
        let (pages, place) = try draw(ink)
        let texts = ink.drawn
        return RenderedPaper(pdf: try ink.finish(), pages: pages, drawn: texts, seal: place)
    }

    /// The first page as a picture that says across its middle that it is none of the house's papers.
    func sample(fonts: FontShelf, scale: Double) throws -> SamplePaper {
        let ink = try Ink(picture: scale, fonts: fonts)
        let mark = try TextBox(
            "样张 SAMPLE", TextStyle(family: .sans, size: 72, bold: true, color: .grey), width: nil,
            field: "sample", ink: ink)
        ink.saved {
            cairo_translate(
                ink.context, points(DocumentLayout.pageWidth) / 2, points(DocumentLayout.pageHeight) / 2)
            cairo_rotate(ink.context, -.pi / 4)
            cairo_push_group(ink.context)
            mark.draw(x: -mark.width / 2, y: -mark.height / 2, recording: false)
            cairo_pop_group_to_source(ink.context)
            cairo_paint_with_alpha(ink.context, 0.25)
        }
        let (pages, _) = try draw(ink)
        let texts = ink.drawn
        return SamplePaper(png: try ink.picture(), pages: pages, drawn: texts)
    }

    private func draw(_ ink: Ink) throws -> (pages: Int, seal: SealDrawing.Place) {
        let margins = order.layout.margins
        let left = points(margins.left)
        let width = points(DocumentLayout.pageWidth - margins.left - margins.right)
        guard let code = QRSymbol(codeText) else { throw RenderFault(status: "no QR code") }
        let footer = PageFooter(
            order: order, ink: ink, code: code, verifyAddress: verifyAddress, seal: seal)
        let bottom = points(DocumentLayout.pageHeight - margins.bottom) - PageFooter.height
        let flow = PageFlow(top: points(margins.top), bottom: bottom)
        let (pages, drawing) = try set(ink, flow, left: left, width: width)
        for (index, page) in pages.enumerated() {
            if index > 0 { ink.nextPage() }
            for placed in page { placed.piece.draw(placed.y) }
            try footer.draw(page: index + 1, of: pages.count, left: left, top: bottom, width: width)
        }
        guard let place = drawing.place else { throw DocumentRefused.tooLong }
        return (pages.count, place)
    }

    /// Where a little more than whole pages is needed, the paper is set closer, as far as it is read well, to save the last page.
    private func set(
        _ ink: Ink, _ flow: PageFlow, left: Double, width: Double
    ) throws -> (pages: [[PageFlow.Placed]], drawing: SealDrawing) {
        func setting(_ closeness: Double) throws -> (pages: [[PageFlow.Placed]], drawing: SealDrawing) {
            let drawing = SealDrawing(design: seal)
            let composer = BlockComposer(
                ink: ink, words: PaperWords(order: order), left: left, width: width, seal: drawing,
                typeSize: order.layout.typeSize, closeness: closeness)
            var (pieces, tail): ([Piece], Int) = ([], 0)
            for block in order.layout.blocks {
                // Before the seal, which stands for everything above it.
                let agent = block.isSeal ? try composer.agent() : []
                let more = try agent + composer.pieces(block)
                pieces += more
                tail = block.saysSomething ? 0 : tail + more.count
            }
            return (try flow.pages(of: pieces, tail: tail), drawing)
        }
        let plain = try setting(1)
        guard plain.pages.count > 1, let end = plain.pages.last?.last,
            end.y + end.piece.height < flow.top + (flow.bottom - flow.top) * Self.shortPage
        else { return plain }
        for closeness in Self.closer {
            let closer = try setting(closeness)
            if closer.pages.count < plain.pages.count { return closer }
        }
        return plain
    }

    /// The part of a page that its last piece leaves behind at most, where setting closer is tried.
    private static let shortPage = 0.45
    private static let closer = [0.94, 0.88, 0.82]

    /// The paper's own description; nothing in it tells whose paper it is.
    private func setMetadata(_ ink: Ink) {
        ink.setMetadata(CAIRO_PDF_METADATA_TITLE, order.serviceName)
        ink.setMetadata(CAIRO_PDF_METADATA_AUTHOR, order.issuer)
        ink.setMetadata(CAIRO_PDF_METADATA_CREATOR, "Egret")
        let seconds = (order.issuedAt.milliseconds / 1_000 + 8 * 3_600) % 86_400
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { String($0).leftPadded(to: 2) }.joined(separator: ":")
        ink.setMetadata(CAIRO_PDF_METADATA_CREATE_DATE, "\(order.issueDate)T\(time)+08:00")
    }
}

/// A drawn paper, not yet sealed.
struct RenderedPaper {
    let pdf: [UInt8]
    let pages: Int
    let drawn: [DrawnText]
    let seal: SealDrawing.Place
}
