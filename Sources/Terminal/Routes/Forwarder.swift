import AsyncHTTPClient
import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Web
import Wire

/// Passes a request of the browser on to the centre, signed and with the session, and the answer back without it.
struct Forwarder: Sendable {
    static let formBytesMax = 64 * 1_024
    static let timeout = Duration.seconds(40)

    let centre: Centre
    let memory: SessionMemory
    let pages: LocalPages
    let world: World
    private let fronts = FrontPages()

    init(centre: Centre, memory: SessionMemory, pages: LocalPages, world: World) {
        self.centre = centre
        self.memory = memory
        self.pages = pages
        self.world = world
    }

    /// What of the browser's headers the centre needs; everything else stays here.
    private static let passedOn: [HTTPField.Name] = [.accept, .acceptLanguage, .contentType, .ifNoneMatch]

    func forward(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard !AgentsOwn.includes(request.method, request.uri.path) else { throw Problem.notFound }
        var context = context
        context.bodyLimitBytes = Self.formBytesMax
        let body = try await body(of: request, context)
        var question = Centre.Question(
            method: request.method.rawValue, target: request.uri.string, body: body)
        question.headers = Self.passedOn.compactMap { name in
            request.headers[name].map { (name.canonicalName, $0) }
        }
        question.idempotencyKey = Self.idempotencyKey(request, body)
        let (session, visit) = memory.present
        if request.method == .get, question.target == "/", session == nil, visit == context.visit {
            return await front(question, visit: visit, request, context)
        }
        return await send(question, request, context)
    }

    /// The first page: the centre's, or the last one it gave when it takes longer than anybody should wait.
    private func front(
        _ question: Centre.Question, visit: Int, _ request: Request, _ context: EgretContext
    ) async -> Response {
        let display =
            (request.cookies[Display.cookieName]?.value ?? "")
            + " " + (request.headers[.acceptLanguage] ?? "")
        let kept = fronts.page(display)
        var question = dressed(question, session: nil, request, context)
        if kept != nil { question.timeout = FrontPages.patience }
        do {
            let answer = try await ask(question)
            // A page that says who helps is of this moment only.
            guard answer.status == .ok, !Self.isHelped(answer) else { return response(answer, visit: visit) }
            let body = try await answer.body.collect(upTo: FrontPages.bytesMax)
            var fresh = response(answer, visit: visit)
            fresh.body = .init(byteBuffer: body)
            var headers = fresh.headers
            headers[.setCookie] = nil
            fronts.keep(FrontPages.Page(headers: headers, body: body), display)
            return fresh
        } catch PortError.unreachable {
            return pages.unreachable(context, caseNumber: nil, method: .get)
        } catch {
            return kept?.response ?? pages.unreachable(context, caseNumber: nil, method: .get)
        }
    }

    /// Sends a question as the citizen's: with session, display and name of the request.
    func send(_ question: Centre.Question, _ request: Request, _ context: EgretContext) async -> Response {
        let (session, visit) = memory.present
        guard visit == context.visit else { return Self.tooLate }
        fronts.ask(question.method, question.target)
        let question = dressed(question, session: session?.token, request, context)
        let (answer, isHers): (Response, Bool)
        do {
            let given = try await ask(question)
            isHers = memory.visit == visit
            answer = response(given, visit: visit)
        } catch {
            isHers = memory.visit == visit
            answer = pages.unreachable(
                context, caseNumber: Self.caseNumber(in: question.target), method: request.method)
        }
        return isHers ? answer : Self.tooLate
    }

    /// The answer to a request whose visit has ended before it could be passed on, or before the centre had answered it: the
    /// next person's never carries it, and what came is of somebody who has gone.
    static let tooLate = Response(status: .seeOther, headers: [.location: "/", .cacheControl: "no-store"])

    private func dressed(
        _ question: Centre.Question, session: String?, _ request: Request, _ context: EgretContext
    ) -> Centre.Question {
        var question = question
        question.timeout = Self.timeout
        question.session = session
        question.headers.append(("X-Request-ID", context.requestID))
        if let display = request.cookies[Display.cookieName]?.value {
            question.headers.append(("Cookie", "\(Display.cookieName)=\(display)"))
        }
        return question
    }

    /// Once more when that is harmless: a page, or a form whose key makes the second time the first.
    private func ask(_ question: Centre.Question) async throws(PortError) -> HTTPClientResponse {
        do {
            return try await centre.ask(question)
        } catch .unreachable
            where ["GET", "HEAD"].contains(question.method) || question.idempotencyKey != nil
        {
            return try await centre.ask(question)
        }
    }

    private func response(_ answer: HTTPClientResponse, visit: Int) -> Response {
        memory.absorb(
            token: answer.headers.first(name: WireHeader.session),
            subject: answer.headers.first(name: WireHeader.subject),
            actingFor: answer.headers.first(name: WireHeader.actingFor), visit: visit)
        let isPage = answer.headers.first(name: "Content-Type")?.hasPrefix("text/html") == true
        fronts.hear(isHelped: Self.isHelped(answer), isPage: isPage && answer.status == .ok)
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let field = HTTPField.Name(name), let kept = kept(field, value) else { continue }
            headers.append(.init(name: field, value: kept))
        }
        let length = answer.headers.first(name: "Content-Length").flatMap(Int.init)
        headers[.contentLength] = nil
        let body = answer.body
        return Response(
            status: .init(code: Int(answer.status.code)), headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                for try await part in body { try await writer.write(part) }
                try await writer.finish(nil)
            })
    }

    private static func isHelped(_ answer: HTTPClientResponse) -> Bool {
        answer.headers.contains(name: HTTPField.Name.egretHelper.canonicalName)
    }

    /// What of the centre's headers the browser gets; nil for none of it.
    private func kept(_ name: HTTPField.Name, _ value: String) -> String? {
        let lower = name.canonicalName
        guard !lower.hasPrefix("egret-"), !lower.hasPrefix("proxy-"), !Self.hopByHop.contains(lower) else {
            return nil
        }
        if name == .setCookie { return value.hasPrefix(Display.cookieName + "=") ? value : nil }
        if name == .location { return location(value) }
        return value
    }

    /// Leads the browser on within the agent; the centre's own address never reaches it.
    private func location(_ value: String) -> String {
        if value.hasPrefix(centre.base + "/") { return String(value.dropFirst(centre.base.count)) }
        return Address.isLocal(value) ? value : "/"
    }

    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "server", "date",
        "strict-transport-security", "alt-svc",
    ]

    /// The key of a form or of a script, if it is one.
    static func idempotencyKey(_ request: Request, _ body: [UInt8]) -> String? {
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        let text =
            request.headers[.idempotencyKey] ?? (isForm ? try? Form(body) : nil)?[IdempotencyKey.fieldName]
        return text.flatMap(Token.init(rawValue:))?.rawValue
    }

    private static func caseNumber(in target: String) -> String? {
        let parts = target.split(separator: "?")[0].split(separator: "/")
        return parts.count >= 2 && parts[0] == "cases" ? CaseNumber.checked(String(parts[1])) : nil
    }
}
