import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@Suite struct MultipartFormTests {
    private func read(_ text: String, _ type: String = "multipart/form-data; boundary=b") throws
        -> MultipartForm
    {
        try MultipartForm(Array(text.utf8), contentType: type)
    }

    private func part(_ disposition: String, _ content: String) -> String {
        "--b\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n\(content)\r\n"
    }

    @Test func fieldsAndFilesComeApart() throws {
        let (body, type) = SampleFiles.form(
            [("seen", "m"), ("name", "林 晓")],
            files: [("a.pdf", SampleFiles.pdf("a")), ("b.png", SampleFiles.png)])

        let form = try MultipartForm(body, contentType: type)

        #expect(form.form["name"] == "林 晓")
        #expect(form.form["seen"] == "m")
        #expect(form.files.map(\.bytes) == [SampleFiles.pdf("a"), SampleFiles.png])
        #expect(form.files.map(\.field) == ["file", "file"])
        let (other, otherType) = SampleFiles.form(
            [("seen", "m"), ("name", "林 晓")],
            files: [("c.pdf", SampleFiles.pdf("a")), ("d.png", SampleFiles.png)], boundary: "another")
        let again = try MultipartForm(other, contentType: otherType)
        #expect(again.form.bytes == form.form.bytes, "whatever the boundary")
        #expect(again.files == form.files)
    }

    /// A field without a choice sends a file without a name and without a byte.
    @Test func aFieldWithoutAChoiceSendsNoFile() throws {
        let form = try read(part("name=\"file\"; filename=\"\"", "") + "--b--\r\n")

        #expect(form.files.isEmpty)
    }

    @Test func whatLooksLikeTheEndInsideAFileIsNone() throws {
        let content = "--b in the middle\r\n--a\r\n-- \r\n\r\n--"
        let form = try read(part("name=\"file\"; filename=\"x\"", content) + "--b--\r\n")

        #expect(form.files.map { String(decoding: $0.bytes, as: UTF8.self) } == [content])
    }

    @Test(arguments: ["multipart/form-data; boundary=\"b\"", "Multipart/Form-Data;charset=utf-8; Boundary=b"])
    func theBoundaryIsReadAsItMayBeWritten(type: String) throws {
        #expect(try read(part("name=\"a\"", "1") + "--b--", type).form["a"] == "1")
    }

    @Test(
        arguments: [
            "", "--b", "--b--extra is fine but nothing before", "no boundary at all", "--b\r\n\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\n",
            "--bx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--bx--\r\n",
            "x--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
        ])
    func whatIsNoSuchFormIsRefused(text: String) {
        guard text != "--b--extra is fine but nothing before" else {
            #expect((try? read(text))?.files.isEmpty == true)
            return
        }
        #expect(throws: FormRefusal.unreadable) { try read(text) }
    }

    @Test(
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=b",
            "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
        ])
    func aTypeWithoutABoundaryIsRefused(type: String) {
        #expect(throws: FormRefusal.unreadable) { try read(part("name=\"a\"", "1") + "--b--", type) }
    }

    @Test func aFieldThatIsNoTextIsRefused() {
        var body = Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8)
        body += [0xC3, 0x28] + Array("\r\n--b--\r\n".utf8)

        #expect(throws: FormRefusal.unreadable) {
            try MultipartForm(body, contentType: "multipart/form-data; boundary=b")
        }
    }

    @Test func tooManyPartsAreRefused() {
        let parts = (0...60).map { part("name=\"f\($0)\"", "x") }.joined()

        #expect(throws: FormRefusal.unreadable) { try read(parts + "--b--\r\n") }
    }

    /// The answer reaches a browser that is still sending, and nothing of the body is kept.
    @Test func aBodyAboveTheLimitIsReadToItsEndAndAnswered() async throws {
        let listener = try TestHouse().listener(.public) { $0.bodyMaxBytes = 4 << 20 }
        let router = listener.router()
        router.group("").add(middleware: BodyLimit(bytes: 1 << 20, within: .seconds(60)))
            .post("files") { request, context in
                do {
                    return "\(try await multipart(of: request, context).files.count) files"
                } catch let problem as Problem where problem.slug == "too-large" {
                    return "too large, and the form is still here"
                }
            }
        @Sendable func send(_ bytes: Int, _ client: any TestClientProtocol) async throws -> TestResponse {
            let (body, type) = SampleFiles.form(
                [], files: [("a", [UInt8](repeating: 65, count: bytes))])
            return try await client.execute(
                uri: "/files", method: .post, headers: [.contentType: type], body: ByteBuffer(bytes: body))
        }

        try await listener.application(router).test(.live) { client in
            #expect(String(buffer: try await send(900_000, client).body) == "1 files")
            let answer = try await send(3 << 20, client)
            #expect(answer.status == .ok)
            #expect(String(buffer: answer.body) == "too large, and the form is still here")
            #expect(answer.headers[.connection] != "close")
        }
    }
}
