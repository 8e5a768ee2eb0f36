import Base
import Catalogue
import HTTPTypes
public import Hummingbird
import Identity
import NIOCore
public import Uploads
import Web

/// Files to a question, from her own phone; a terminal has no door for them.
extension FormRoutes {
    /// How long a body of somebody who may not send it is listened to, only for her to see why.
    private static let strangersTime = Duration.seconds(10)

    func addFiles(to router: some RouterMethods<EgretContext>) {
        router.get("cases/{number}/files/{file}", use: openFile)
        router.post("cases/{number}/questions/{question}/files/{file}/removal", use: removeFile)
        router.group("").add(
            middleware: BodyLimit(bytes: verbs.files.limits.bodyBytes, within: verbs.files.limits.bodyTime)
        ).post("cases/{number}/questions/{question}/files", use: sendFiles)
    }

    @Sendable func sendFiles(_ request: Request, _ context: EgretContext) async throws -> Response {
        // Nobody's files are kept in memory before it is known whose they are.
        let (form, id): (CaseForm, String)
        do {
            form = try await verbs.owned.form(number(context), of: session(context))
            id = try question(form, context).question.id
        } catch {
            try await discardBody(of: request, context, within: Self.strangersTime)
            throw error
        }
        let number = form.file.number
        guard let gate = uploads.enter(form.file.citizen) else {
            try await discardBody(of: request, context, within: Self.strangersTime)
            return try await filesPage(form, refused: .busy, context)
        }
        defer { gate.leave() }
        let sent: MultipartForm
        do {
            sent = try await multipart(of: request, context)
        } catch let problem as Problem where problem.slug == "too-large" {
            let max = FileIntake.megabytes(verbs.files.limits.fileBytes)
            return try await filesPage(form, refused: .tooLarge(max: max), context)
        }
        return try await idempotency(request, context, sent.form) { _ in
            let goesOn = sent.form[FilesPage.goesOnField] != nil
            // A body takes its time: a phone that is shut out meanwhile sends nothing any more.
            let session = try await session(context)
            if !sent.files.isEmpty || !goesOn {
                do {
                    try await verbs.files(sent.files.map(\.bytes), to: id, in: number, of: session)
                } catch let refusal as UploadRefused {
                    return try await filesPage(form, refused: refusal, context)
                }
            }
            guard goesOn else { return Response.redirect(to: "\(path(form.file))/questions/\(id)") }
            return try await goOn(
                from: id, in: verbs.owned.form(number, of: session), with: "",
                seen: sent.files.isEmpty ? sent.form[AnswerMark.fieldName] : nil, of: session, request,
                context)
        }
    }

    @Sendable func removeFile(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            let id = context.parameters.get("question") ?? ""
            try await verbs.files.remove(file(context), from: id, in: number(context), of: session)
            return Response.redirect(to: "\(try place.path(number(context)))/questions/\(id)")
        }
    }

    /// Her own file, after a proof as fresh as for her data in full.
    @Sendable func openFile(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        let (number, id) = (try number(context), try file(context))
        guard try await mayOpen(context) else {
            return Response.redirect(
                to: "/account/proof?next=" + Frame.escaped("\(place.path(number))/files/\(id)"))
        }
        let (upload, bytes) = try await verbs.files.open(
            id, in: number, of: session, requestID: context.requestID)
        return FileResponse(upload, bytes).response
    }

    /// The page of a question that files answer.
    func filesPage(
        _ form: CaseForm, refused: UploadRefused? = nil, from: String? = nil, error: String? = nil,
        _ context: EgretContext
    ) async throws -> Response {
        let (question, files) = try question(form, context)
        let (number, id) = (form.file.number, question.id)
        let sent = try await verbs.files.all(of: number, of: session(context)).filter { $0.question == id }
        let phrases = frame.phrases(context)
        let words = refused.map {
            phrases(
                "kiosk.files.refused",
                [
                    "title": phrases("problem.\($0.slug).title", $0.values),
                    "remedy": phrases("problem.\($0.slug).remedy", $0.values),
                ])
        }
        return FilesPage(
            number: number, question: question, files: files, sent: sent,
            seen: AnswerMark(form.file.answers[id], to: id, in: number, verbs.open.parts.vault),
            limits: verbs.files.limits,
            error: words ?? error, back: from ?? back(form, id), place: place,
            handOverKey: handOverKey(form),
            keys: (0..<sent.count + 2).map { _ in Token(world) }
        ).html(frame, context).response(
            status: refused?.status ?? (error == nil ? .ok : .unprocessableContent))
    }

    /// The question of the address, which takes files.
    private func question(
        _ form: CaseForm, _ context: EgretContext
    ) throws(CaseRefused) -> (question: Question, files: FileQuestion) {
        guard let question = form.question(context.parameters.get("question") ?? ""),
            case .files(let files) = question.kind
        else { throw .unknownQuestion }
        return (question, files)
    }

    private func file(_ context: EgretContext) throws(UploadRefused) -> Token {
        guard let id = context.parameters.get("file").flatMap(Token.init(rawValue:)) else {
            throw .unknown
        }
        return id
    }
}

/// A file as an answer that no browser takes for a page of ours.
public struct FileResponse {
    let upload: Upload
    let bytes: [UInt8]

    public init(_ upload: Upload, _ bytes: [UInt8]) {
        self.upload = upload
        self.bytes = bytes
    }

    public var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: upload.type.rawValue, .cacheControl: "no-store",
                // A picture was drawn anew and may be looked at; everything else is handed over as a file.
                .contentDisposition:
                    "\(upload.type == .jpeg ? "inline" : "attachment"); filename=\"\(upload.id).\(upload.type.suffix)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
