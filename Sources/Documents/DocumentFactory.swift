public import Vault
import Base

/// Makes papers: draws them, signs the code on them and seals them, on threads of its own.
///
/// It keeps nothing and asks nobody; the same order gives the same pages.
public struct DocumentFactory: Sendable {
    static let waitingMax = 64

    /// Where papers are verified, such as `https://example.gov.cn/verify`; printed and put into the QR code.
    public let verifyURL: String
    private let seal: PDFSeal
    private let codeKey: SigningKey
    private let design: SealDesign
    private let shop: Shop

    /// Where a paper is pressed.
    private enum Shop: Sendable {
        case threads(RenderPool)
        /// On the caller's thread, by a press of the caller's own.
        case own(PaperMaker)
    }

    /// Makes the file of a paper and says what stands on it.
    package typealias PaperMaker =
        @Sendable (_ order: DocumentOrder, _ codeText: String) throws -> (pdf: [UInt8], drawn: [DrawnText])

    /// Takes its keys from the ring; a licensed `design` is drawn only when the ring's seal certificate is licensed too.
    ///
    /// **Unit:** `threads` is how many papers are drawn at once. **Errors:** `VaultError.unknownKey`.
    public init(
        ring: KeyRing, design: SealDesign = .test, typefaces: Typefaces = .noto, verifyURL: String,
        threads: Int = 2
    ) throws {
        precondition(threads > 0, "papers need a thread")
        let pool = RenderPool(threads: threads, waitingMax: Self.waitingMax, typefaces: typefaces)
        try self.init(ring: ring, design: design, verifyURL: verifyURL, shop: .threads(pool))
    }

    /// A factory whose papers, of one page each, are made by `maker` where they are asked for.
    package init(ring: KeyRing, verifyURL: String, maker: @escaping PaperMaker) throws {
        try self.init(ring: ring, design: .test, verifyURL: verifyURL, shop: .own(maker))
    }

    private init(ring: KeyRing, design: SealDesign, verifyURL: String, shop: Shop) throws {
        self.verifyURL = verifyURL
        self.design = ring.isLicensed(.documentSeal) ? design : .test
        seal = PDFSeal(
            key: try ring.signingKey(.documentSeal), certificate: try ring.certificate(for: .documentSeal))
        codeKey = try ring.signingKey(.documentCode)
        self.shop = shop
    }

    /// Makes the paper of an order.
    ///
    /// **Errors:** ``DocumentRefused`` when the order cannot become a paper; other errors are faults.
    public func make(_ order: DocumentOrder) async throws -> SealedDocument {
        switch shop {
        case .threads(let pool):
            return try await pool.run { [self] fonts in try pressed(order, fonts: fonts) }
        case .own(let maker):
            let codeText = try CodePayload(order: order).signed(by: codeKey)
            let (pdf, drawn) = try maker(order, codeText)
            return SealedDocument(
                order: order, pdf: pdf, pages: 1, hash: Digest.sha256(pdf), codeText: codeText, drawn: drawn)
        }
    }

    /// Draws what a paper would look like, as a picture with a test seal: neither sealed nor signed, and kept nowhere.
    ///
    /// **Errors:** as ``make(_:)``. Nil where this factory has no press of its own.
    public func sample(_ order: DocumentOrder) async throws -> SamplePaper? {
        guard case .threads(let pool) = shop else { return nil }
        let address = Self.printed(verifyURL)
        return try await pool.run { fonts in
            try PaperPress(order: order, seal: .test, codeText: Self.sampleCode, verifyAddress: address)
                .sample(fonts: fonts, scale: Self.samplePixels)
        }
    }

    /// What the QR code of a sample says: nothing that anybody could check.
    private static let sampleCode = "SAMPLE"
    /// **Unit:** pixels a point.
    private static let samplePixels = 1.4

    private func pressed(_ order: DocumentOrder, fonts: FontShelf) throws -> SealedDocument {
        let codeText = try CodePayload(order: order).signed(by: codeKey)
        // A fragment never leaves the reader's browser, so no log along the way holds the payload.
        let paper = try PaperPress(
            order: order, seal: design, codeText: "\(verifyURL)#\(codeText)",
            verifyAddress: Self.printed(verifyURL)
        ).render(fonts: fonts)
        let pdf = try seal.applied(to: paper, issuer: order.issuer, at: order.issuedAt)
        return SealedDocument(
            order: order, pdf: pdf, pages: paper.pages, hash: Digest.sha256(pdf), codeText: codeText,
            drawn: paper.drawn)
    }

    /// The address without its scheme, as people type it.
    private static func printed(_ url: String) -> String {
        url.split(separator: "://").last.map(String.init) ?? url
    }
}
