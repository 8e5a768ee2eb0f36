import Base
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import Testing

@testable import Web

/// A refused form of the desk comes back on its own page with what was typed.
@Suite struct RefusedFormTests {
    private enum Away: Refusal {
        case today
        var slug: String { "gone" }
        var page: String? { "/me" }
    }

    /// A page with a form in a fold, beside others of the same fields.
    private static func page(_ frame: Frame, _ context: EgretContext) -> HTML {
        frame.desk(context, title: "Things") {
            element("form", .method("get"), .action("/things")) {
                void("input", .type("text"), .name("name"), .value("kept"))
            }
            element("details") {
                element("summary") { "other" }
                element("form", .method("post"), .action("/things/other")) {
                    void("input", .type("text"), .name("name"))
                }
            }
            element("details") {
                element("summary") { "this" }
                element("form", .method("post"), .action("/things")) {
                    void("input", .type("hidden"), .name("secret"), .value("ours"))
                    Field(.text, name: "name", label: "Name", value: "old", max: 9).html
                    Field(.paragraph(rows: 2), name: "note", label: "Note").html
                    Field(.password, name: "pass", label: "Pass").html
                    Field(.code(length: 6), name: "code", label: "Code").html
                    Choice(
                        name: "kind", label: "Kind", options: [.init("a", "A"), .init("b", "B")], chosen: "a"
                    ).html
                    for value in ["1", "2", "3"] {
                        void(
                            "input", .type("checkbox"), .name("tick"), .value(value), .checked(value == "1"))
                    }
                    element("select", .name("place")) {
                        element("option", .value("x"), .selected(true)) { "X" }
                        element("option", .value("y")) { "Y" }
                    }
                }
            }
        }
    }

    private func desk(
        _ surface: Surface = .staff, answers: Bool = true, _ refusal: any Error = Away.today,
        _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        let listener = try TestHouse().listener(surface)
        let router = listener.router()
        let frame = listener.frame
        router.get("things") { _, context in answers ? Self.page(frame, context) : HTML.text("none") }
        router.post("things") { request, context -> HTML in
            let form = try await form(of: request, context)
            if form["name"] == "" { throw FormRefusal.missing(field: "name") }
            throw refusal
        }
        router.get("others") { request, context in
            request.uri.queryParameters["list"] == "open" ? Self.page(frame, context) : HTML.text("none")
        }
        router.post("things/unread") { _, _ -> HTML in throw refusal }
        try await listener.application(router).test(.router, test)
    }

    private func post(
        _ client: any TestClientProtocol, _ body: String, to path: String = "/things",
        accept: String = "text/html", from page: String? = nil
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        var headers: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: accept, .acceptLanguage: "en",
        ]
        headers[.referer] = page.map { "http://localhost" + $0 }
        let answer = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return (answer.status, String(buffer: answer.body))
    }

    @Test func whatWasTypedComesBackAndNothingElseChanges() async throws {
        try await desk { client in
            let body =
                "secret=theirs&name=%3Cb%3E%22new%22&note=one%0D%0Atwo%3C%2Ftextarea%3E&pass=hush&code=123456"
                + "&kind=b&tick=2&tick=3&place=y"
            let (status, text) = try await post(client, body)
            #expect(status == .unprocessableContent)
            for part in [
                "value=\"&lt;b&gt;&quot;new&quot;\"", "one\r\ntwo&lt;/textarea&gt;</textarea>",
                "value=\"ours\"", "<details open><summary>this", "id=\"refused-form\"",
                "href=\"#refused-form\"",
                "href=\"/me\" target=\"_blank\" rel=\"noopener\"", "value=\"kept\"",
                "<details><summary>other",
                "<option value=\"x\">X", "<option value=\"y\" selected>Y",
                "name=\"tick\" value=\"1\">", "name=\"tick\" value=\"2\" checked>",
                "name=\"tick\" value=\"3\" checked>",
            ] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
            for part in ["hush", "123456", "theirs", "value=\"old\"", "<b>"] {
                #expect(!text.contains(part), "\(part)")
            }
            #expect(text.matches(of: /value="b" checked/).count == 1)
            #expect(text.matches(of: /value="a" checked/).isEmpty)
            #expect(text.matches(of: /role="alert"/).count == 1)
        }
    }

    @Test func theFieldAtFaultHasTheFocus() async throws {
        try await desk { client in
            let (status, text) = try await post(client, "name=&note=kept")
            #expect(status == .unprocessableContent)
            #expect(text.contains(/<input id="name"[^>]* autofocus aria-invalid="true">/), "\(text)")
            #expect(text.contains("kept</textarea>"))
            #expect(
                text.contains("Something is still empty: Name") && text.contains("Please fill it in below."))
            #expect(!text.contains("go back"), "it stands right there")
        }
        try await desk(.staff, FormRefusal.missing(field: "kind")) { client in
            let text = try await post(client, "name=n").text
            #expect(text.contains("Something is still empty: Kind"), "the question of the options")
        }
    }

    @Test func aFaultOfOursKeepsItTooAndSaysItsNumber() async throws {
        try await desk(.staff, Problem.fault("disk")) { client in
            let (status, text) = try await post(client, "name=n&note=kept")
            #expect(status == .internalServerError)
            #expect(text.contains("kept</textarea>") && text.contains("request-id"))
        }
    }

    /// The browser says of the second one that it comes from where the first was sent, which is another page or none.
    @Test func refusedOnceMoreItStandsWhereItStoodFirst() async throws {
        let page = "/others?list=open"
        try await desk(answers: false) { client in
            let first = try await post(client, "name=one", from: page).text
            #expect(first.contains("name=\"form_page\" value=\"\(page)\"") && first.contains("value=\"one\""))

            let sent = "name=two&form_page=%2Fothers%3Flist%3Dopen"
            let (status, second) = try await post(client, sent, from: "/things")
            #expect(status == .unprocessableContent && second.contains("value=\"two\""))
            #expect(second.matches(of: /name="form_page"/).count == 1)
        }
    }

    @Test(arguments: ["https%3A%2F%2Felsewhere.example%2F", "%2F%2Felsewhere.example", "%2Fnowhere", ""])
    func aPageThatIsNoneOfOursIsNotOpened(_ page: String) async throws {
        try await desk { client in
            let text = try await post(client, "name=typed&form_page=\(page)").text
            #expect(text.contains("value=\"typed\"") && text.contains("name=\"form_page\" value=\"/things\""))
        }
    }

    /// Without a page that has the form, for a program, elsewhere than at the desk, and for who is nobody any more: as ever.
    @Test func whereThereIsNoSuchPageTheProblemStandsAlone() async throws {
        try await desk(answers: false) { client in
            let (status, text) = try await post(client, "name=typed")
            #expect(status == .unprocessableContent && !text.contains("typed") && !text.contains("none"))
        }
        try await desk { client in
            let document = try await post(client, "name=typed", accept: "application/json").text
            let unread = try await post(client, "name=typed", to: "/things/unread").text
            #expect(!document.contains("typed") && !unread.contains("typed"))
        }
        try await desk(.public) { client in
            let text = try await post(client, "name=typed").text
            #expect(!text.contains("typed"))
        }
        try await desk(.staff, Problem("gone", .unauthorized)) { client in
            let text = try await post(client, "name=typed").text
            #expect(!text.contains("typed"))
        }
    }

    /// Rows of a list send to one address: the words come back to the row that they were written in, or to none.
    @Test(arguments: [("1", 0), ("2", 1), ("3", nil)] as [(String, Int?)])
    func ofSeveralRowsItIsTheOneThatWasSent(version: String, row: Int?) async throws {
        let page = element("main") {
            element("h1") { "Versions" }
            for version in ["1", "2"] {
                postForm(action: "/end", key: Token(.live)) {
                    void("input", .type("hidden"), .name("version"), .value(version))
                    void("input", .type("text"), .name("reason"))
                }
            }
        }
        let form = try Form(Array("version=\(version)&reason=late&idempotency_key=x".utf8))
        let filled = FilledForm(action: "/end", form: form, fields: []).filled(page) { _ in HTML() }
        let rows = filled?.string.split(separator: "</form>").map { $0.contains("value=\"late\"") } ?? []
        #expect(rows.firstIndex(of: true) == row && rows.count(where: \.self) == (row == nil ? 0 : 1))
    }

    /// Only what a handler has read is shown: a form that another site sent is refused before.
    @Test func aFormOfAnotherSiteIsNotShown() async throws {
        try await desk { client in
            let answer = try await client.execute(
                uri: "/things", method: .post,
                headers: [
                    .contentType: "application/x-www-form-urlencoded", .accept: "text/html",
                    .init("Sec-Fetch-Site")!: "cross-site",
                ], body: ByteBuffer(string: "name=planted"))
            #expect(answer.status == .forbidden)
            #expect(!String(buffer: answer.body).contains("planted"))
        }
    }
}
