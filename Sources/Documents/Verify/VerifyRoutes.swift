public import Foundation
public import Hummingbird
public import Vault
public import Web
import HTTPTypes
import NIOCore
import Wire

/// Whether a paper is genuine, for everybody.
///
///     GET  /verify                   the page: type the code, paste the QR code, drop the file
///     POST /verify                   the answer as a page
///     GET  /verify/keys.json         the keys with which a QR code and a seal are checked without us
///     POST /api/v1/verifications     the answer as JSON
///
/// The address in a QR code carries its payload as a fragment, which a browser never sends: no log holds it. The page's
/// script puts it into the form and posts it.
public struct VerifyRoutes: Sendable {
    /// The words of the pages.
    public static let bundle = Bundle.module

    /// Longer than the text of any QR code, in characters.
    private static let textMax = 1_024

    private let verify: VerifyDocument
    private let ring: KeyRing
    private let frame: Frame

    public init(verify: VerifyDocument, ring: KeyRing, frame: Frame) {
        self.verify = verify
        self.ring = ring
        self.frame = frame
    }

    public func add(to router: Router<EgretContext>) {
        router.get("verify", use: page)
        router.get("verify/keys.json", use: keys)
        router.group("").add(middleware: BodyLimit(bytes: VerifyDocument.fileBytesMax))
            .post("verify", use: answer)
            .post("api/v1/verifications", use: answerJSON)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let code = request.uri.queryParameters.get("c").flatMap { VerificationCode($0) }
        return VerifyPage(code: code?.grouped ?? "", mistake: nil).html(frame, context)
    }

    @Sendable func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("multipart/form-data") else {
            guard let question = try await question(of: request, context) else {
                return again(.empty, .ok, context)
            }
            return try await VerdictPage(verdict: verify(question, requestID: context.requestID))
                .html(frame, context).response(status: .ok)
        }
        do {
            guard let file = try await multipart(of: request, context).files.first else {
                return again(.noFile, .ok, context)
            }
            return try await answer(file.bytes, context)
        } catch let problem as Problem where problem.slug == "too-large" {
            return again(.tooLarge, problem.status, context)
        } catch let refusal as FormRefusal where refusal == .unreadable {
            return again(.unreadable, refusal.status, context)
        }
    }

    private func answer(_ file: [UInt8], _ context: EgretContext) async throws -> Response {
        let verdict = try await verify(.file(file), requestID: context.requestID)
        let finding = verdict.facts == nil ? try verify.finding(file) : nil
        guard finding != .notPDF else { return again(.notPDF, .ok, context) }
        return VerdictPage(verdict: verdict, finding: finding).html(frame, context).response(status: .ok)
    }

    /// The page once more, with what is to be mended.
    private func again(
        _ mistake: VerifyPage.Mistake, _ status: HTTPResponse.Status, _ context: EgretContext
    ) -> Response {
        VerifyPage(code: "", mistake: mistake).html(frame, context).response(status: status)
    }

    @Sendable func answerJSON(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let question = try await jsonQuestion(of: request, context) else {
            throw Problem("bad-request", .badRequest, cause: "neither code, text nor PDF")
        }
        let verdict = try await verify(question, requestID: context.requestID)
        return try Self.json(VerdictAnswer(verdict), caching: "no-store")
    }

    @Sendable func keys(_ request: Request, _ context: EgretContext) async throws -> Response {
        try Self.json(PublishedKeys(ring: ring), caching: "public, max-age=300")
    }

    private func question(
        of request: Request, _ context: EgretContext
    ) async throws -> VerificationQuestion? {
        let form = try await form(of: request, context)
        for field in ["text", "code"] {
            let text = VerificationQuestion.plain(form[field] ?? "")
            guard text.unicodeScalars.count <= Self.textMax else {
                throw FormRefusal.tooLong(field: field, max: Self.textMax)
            }
            if !text.isEmpty { return .text(text) }
        }
        return nil
    }

    private func jsonQuestion(
        of request: Request, _ context: EgretContext
    ) async throws -> VerificationQuestion? {
        let bytes = try await body(of: request, context)
        switch request.headers[.contentType]?.split(separator: ";").first.map({ $0.lowercased() }) {
        case "application/pdf": return .file(bytes)
        case "application/json":
            let asked = try? JSONDecoder().decode(VerificationAsked.self, from: Data(bytes))
            let texts = [asked?.text, asked?.code].compactMap { $0 }
            guard let text = texts.first, texts.allSatisfy({ $0.unicodeScalars.count <= Self.textMax }) else {
                return nil
            }
            return .text(VerificationQuestion.plain(text))
        default: return nil
        }
    }

    private static func json(_ value: some Encodable, caching: String) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: caching],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }
}
