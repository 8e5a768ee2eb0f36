import Base
import Foundation
import Hummingbird
import HTTPTypes
import NIOCore

/// A problem as its reader can use it: a document for a program, a page that helps for a person.
struct ProblemAnswer: Sendable {
    let frame: Frame
    /// Which pages there are, so that a form can be gone back to; nil where nobody knows.
    var routes: RouteTable?

    func response(_ problem: Problem, to request: Request, _ context: EgretContext) -> Response {
        var response =
            Self.wantsDocument(request)
            ? document(problem, context)
            : ProblemPage(
                frame: frame, problem: problem, method: request.method,
                form: routes.flatMap {
                    FormPage(routes: $0).address(of: request, context.notes.refusedForm?.form, context)
                },
                kept: context.notes.kept, address: request.uri.string
            ).html(context.recalled).response(status: problem.status)
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    static func wantsDocument(_ request: Request) -> Bool {
        guard let accept = request.headers[.accept], !accept.contains("text/html") else { return false }
        return accept.contains("application/json") || accept.contains("application/problem+json")
    }

    private func document(_ problem: Problem, _ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        let words = ProblemWords(problem, phrases)
        let errors = problem.parts.map { part in
            let refused = ProblemWords(Problem(part.refusal), phrases)
            return ProblemDocument.Part(
                type: "/problems/\(part.refusal.slug)", title: refused.title, detail: refused.remedy,
                pointer: part.pointer)
        }
        let body = ProblemDocument(
            type: "/problems/\(problem.slug)", title: words.title, status: problem.status.code,
            detail: words.remedy, instance: "urn:egret:request:\(context.requestID)",
            fields: problem.fields.isEmpty ? nil : problem.fields, errors: errors.isEmpty ? nil : errors)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A document of texts and a number always encodes.
        let bytes = (try? encoder.encode(body)).map { Array($0) } ?? []
        return Response(
            status: problem.status,
            headers: [
                .contentType: "application/problem+json", .cacheControl: "no-store",
                .contentLanguage: context.language.rawValue,
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// The members of RFC 9457 section 3.1, and the fields at fault as an extension.
public struct ProblemDocument: Codable, Hashable, Sendable {
    public let type: String
    public let title: String
    public let status: Int
    public let detail: String?
    public let instance: String?
    public let fields: [String]?
    /// What is wrong with each of several parts, as in the example of RFC 9457 section 3.
    public let errors: [Part]?

    public struct Part: Codable, Hashable, Sendable {
        public let type: String
        public let title: String
        public let detail: String?
        public let pointer: String
    }
}

/// The words of a problem; a slug without words of its own speaks with those of its family.
struct ProblemWords {
    let title: String
    let remedy: String

    init(_ problem: Problem, _ phrases: Phrases) {
        let family = problem.status.code >= 500 ? "fault" : "bad-request"
        let slug = phrases.has("problem.\(problem.slug).title") ? problem.slug : family
        let values = problem.values.merging(problem.localValues[phrases.language] ?? [:]) { $1 }
        title = phrases("problem.\(slug).title", values)
        remedy = phrases("problem.\(slug).remedy", values)
    }
}
