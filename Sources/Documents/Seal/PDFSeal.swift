import Base
import Vault

/// Appends a PAdES baseline B signature to a drawn paper as an incremental update (ISO 32000-1 7.5.6, ETSI EN 319 142-1).
///
/// The drawn bytes stay as they are. The update adds a signature field whose widget lies over the drawn seal, so that
/// a reader shows the signature where the seal is, and certifies the file: no change is allowed (DocMDP level 1).
struct PDFSeal {
    /// Bytes kept for the CMS signature: a chain of three certificates fits.
    static let signatureBytesMax = 12_288

    let key: SigningKey
    let certificate: Certificate

    /// The sealed file; the department is the reason of the signature.
    func applied(
        to paper: RenderedPaper, issuer: String, at instant: Instant
    ) throws -> [UInt8] {
        let body = try PDFBody(paper.pdf)
        let pages = try body.pages()
        guard pages.indices.contains(paper.seal.page - 1) else {
            throw SealFault(what: "the seal has no page")
        }
        var update = PDFUpdate(of: body)
        let page = pages[paper.seal.page - 1]
        let signature = body.size
        let field = signature + 1
        let appearance = signature + 2
        let date = Self.date(instant)
        update.add(
            signature,
            """
            << /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached
            /ByteRange \(PDFUpdate.byteRangePlaceholder)
            /Contents <\(String(repeating: "0", count: 2 * Self.signatureBytesMax))>
            /M (\(date)) /Reason \(Self.text(issuer))
            /Reference [<< /Type /SigRef /TransformMethod /DocMDP
            /TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>] >>
            """)
        update.add(
            field,
            """
            << /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /V \(signature) 0 R /P \(page) 0 R
            /Rect [\(Self.rectangle(paper.seal))] /AP << /N \(appearance) 0 R >> >>
            """)
        update.add(
            appearance,
            """
            << /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << >> /Length 0 >>
            stream

            endstream
            """)
        update.add(
            body.root,
            try Self.extended(
                body.dictionary(body.root),
                "/AcroForm << /Fields [\(field) 0 R] /SigFlags 3 >> /Perms << /DocMDP \(signature) 0 R >>"))
        let pageDictionary = try body.dictionary(page)
        guard !pageDictionary.contains("/Annots") else { throw SealFault(what: "the page has annotations") }
        update.add(page, try Self.extended(pageDictionary, "/Annots [\(field) 0 R]"))
        let bytes = update.bytes(fileID: Digest.sha256(paper.pdf).prefix(16).hex)
        return try signed(bytes)
    }

    /// Fills in the byte range, signs everything but the signature's own place, and puts the signature there.
    private func signed(_ unsigned: [UInt8]) throws -> [UInt8] {
        var bytes = unsigned
        guard let range = bytes.lastRange(of: PDFUpdate.byteRangePlaceholder),
            let contents = bytes.range(of: "/Contents <", from: range.upperBound)
        else { throw SealFault(what: "no place for the signature") }
        let open = contents.upperBound - 1
        let close = open + 2 + 2 * Self.signatureBytesMax
        let text = "[0 \(open) \(close) \(bytes.count - close)]"
        let padded = text + String(repeating: " ", count: range.count - text.utf8.count)
        bytes.replaceSubrange(range, with: Array(padded.utf8))
        let signature = try CMS.signDetached(
            Array(bytes[..<open]) + Array(bytes[close...]), key: key, certificate: certificate, at: nil,
            pades: true)
        guard signature.count <= Self.signatureBytesMax else {
            throw SealFault(what: "the signature is too long")
        }
        bytes.replaceSubrange((open + 1)..<(open + 1 + 2 * signature.count), with: Array(signature.hex.utf8))
        return bytes
    }

    private static func extended(_ dictionary: String, _ entries: String) throws(SealFault) -> String {
        guard dictionary.hasSuffix(">>") else { throw SealFault(what: "a dictionary does not end") }
        return dictionary.dropLast(2) + " \(entries) >>"
    }

    /// PDF counts from the lower left corner.
    private static func rectangle(_ place: SealDrawing.Place) -> String {
        let bottom = points(DocumentLayout.pageHeight) - place.y - place.size
        return [place.x, bottom, place.x + place.size, bottom + place.size]
            .map { String(Int(($0 * 100).rounded())) }
            .map { $0.leftPadded(to: 3) }
            .map { "\($0.dropLast(2)).\($0.suffix(2))" }
            .joined(separator: " ")
    }

    /// A PDF text string: UTF-16BE with a byte order mark, hexadecimal.
    private static func text(_ text: String) -> String {
        "<feff" + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }.hex + ">"
    }

    private static func date(_ instant: Instant) -> String {
        let seconds = (instant.milliseconds / 1_000 + 8 * 3_600) % 86_400
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { String($0).leftPadded(to: 2) }.joined()
        return "D:\(CalendarDate(inChinaAt: instant).compact)\(time)+08'00'"
    }
}
