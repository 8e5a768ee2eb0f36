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
    private let pool: RenderPool

    /// Takes its keys from the ring; a licensed `design` is drawn only when the ring's seal certificate is licensed too.
    ///
    /// **Unit:** `threads` is how many papers are drawn at once. **Errors:** `VaultError.unknownKey`.
    public init(ring: KeyRing, design: SealDesign = .test, verifyURL: String, threads: Int = 2) throws {
        precondition(threads > 0, "papers need a thread")
        self.verifyURL = verifyURL
        self.design = ring.isLicensed(.documentSeal) ? design : .test
        seal = PDFSeal(
            key: try ring.signingKey(.documentSeal), certificate: try ring.certificate(for: .documentSeal))
        codeKey = try ring.signingKey(.documentCode)
        pool = RenderPool(threads: threads, waitingMax: Self.waitingMax)
    }

    /// Makes the paper of an order.
    ///
    /// **Errors:** ``DocumentRefused`` when the order cannot become a paper; other errors are faults.
    public func make(_ order: DocumentOrder) async throws -> SealedDocument {
        try await pool.run { [self] fonts in try pressed(order, fonts: fonts) }
    }

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
