import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Sandbox
import Synchronization
import Testing

/// A person at a terminal: presses what is on the page, over HTTP, as a browser without script does.
final class Citizen: Sendable {
    struct Page: Sendable {
        let status: Int
        /// Where the browser ended.
        let path: String
        let text: PageText
    }

    struct Lost: Error, CustomStringConvertible {
        let description: String
    }

    static let service = "/services/police/temporary-identity-proof"

    let whole: WholeHouse
    let base: String
    private let cookies = Mutex(["egret_display": "en"])
    private let seen = Mutex<[Page]>([])

    init(_ whole: WholeHouse, port: Int) {
        self.whole = whole
        base = "http://127.0.0.1:\(port)"
    }

    /// Every page so far.
    var pages: [Page] { seen.withLock { $0 } }

    func waitUntilReady() async throws {
        for _ in 0..<1_200 {
            // Which services stand there is a matter of what is done most.
            if try await open("/").text.links.contains(where: { $0.hasPrefix("/services/") }) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Lost(
            description: "the terminal never showed its first page: \(pages.last?.text.words ?? "")")
    }

    func open(_ path: String) async throws -> Page { try await follow("GET", path, nil) }

    /// Sends a form of the page with what was filled in.
    func send(_ form: PageText.PostForm, _ filled: [String: String] = [:]) async throws -> Page {
        try await follow("POST", form.action, form.fields.merging(filled) { $1 })
    }

    /// Presses the page's form of this action.
    @discardableResult
    func press(_ page: Page, _ action: String, _ filled: [String: String] = [:]) async throws -> Page {
        guard let form = page.text.form(action) else {
            throw Lost(description: "no form \(action) on \(page.path) (\(page.status)): \(page.text.words)")
        }
        return try await send(form, filled)
    }

    /// Plays the simulator's side: puts a card on the reader, and its owner before the camera.
    func lay(_ card: SampleCitizen, kind: String = "valid") async throws {
        _ = try await follow(
            "POST", "/terminal/simulator/card", ["citizen": card.number.text, "kind": kind, "fault": "none"])
    }

    func printer(_ fault: String) async throws {
        _ = try await follow("POST", "/terminal/simulator/printer", ["fault": fault])
    }

    /// From the first page to the page that asks for the card.
    func begin(_ way: String, service: String = Citizen.service) async throws -> Page {
        var page = try await press(open(service), service + "/start")
        page = try await press(page, "/identification/way", ["way": way])
        return way == "face"
            ? try await press(page, "/identification/consent", ["face": "yes"]) : page
    }

    /// Card and second factor; ends wherever that leads, with a new application where a paper of before is offered.
    func identify(_ person: SampleCitizen, by way: String, service: String = Citizen.service) async throws
        -> Page
    {
        let page = try await identified(person, by: way, service: service)
        guard page.path == "/cases/again", let anew = page.text.forms.first(where: { $0.action == "/cases" })
        else { return page }
        return try await send(anew)
    }

    /// Card and second factor; ends wherever that leads.
    func identified(
        _ person: SampleCitizen, by way: String, service: String = Citizen.service
    ) async throws -> Page {
        try await lay(person)
        let page = try await press(begin(way, service: service), "/terminal/card")
        if way == "face" {
            guard page.text.form("/terminal/face") != nil else { return page }
            return try await press(page, "/terminal/face")
        }
        guard page.text.form("/identification/code") != nil, let code = try await code(for: person) else {
            return page
        }
        return try await press(page, "/identification/code", ["code": code])
    }

    /// The newest code on the person's phone; nil when none came.
    func code(for person: SampleCitizen) async throws -> String? {
        struct Message: Decodable {
            let text: String
            let to: String
        }
        let (_, bytes) = try await whole.fetch("http://127.0.0.1:\(whole.sandboxPort)/inbox.json")
        let inbox = try JSONDecoder().decode([Message].self, from: Data(bytes))
        let newest = inbox.first { $0.to == person.phone?.text }
        return newest?.text.firstMatch(of: /(?:^|\D)(\d{6})(?:\D|$)/).map { String($0.1) }
    }

    /// Answers every question with its first choice, up to the page that shows everything.
    func answer(from page: Page) async throws -> Page {
        var page = page
        for _ in 0..<20 {
            guard let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            page = try await send(form, ["answer": form.choices["answer"]?.first ?? ""])
        }
        return page
    }

    func submit(_ page: Page) async throws -> Page {
        guard let form = page.text.forms.first(where: { $0.action.hasSuffix("/submission") }) else {
            throw Lost(description: "nothing to submit on \(page.path) (\(page.status)): \(page.text.words)")
        }
        return try await send(form)
    }

    /// Presses print and waits until the paper is out, or cannot come.
    func print(_ page: Page) async throws -> Page {
        var page = try await press(page, "/terminal/print")
        for _ in 0..<2_400 where page.path.hasPrefix("/terminal/printing") {
            try await Task.sleep(for: .milliseconds(25))
            page = try await open("/terminal/printing")
        }
        return page
    }

    /// The whole way from the first screen to the paper in the tray.
    func fetchPaper(
        _ person: SampleCitizen, by way: String, service: String = Citizen.service
    ) async throws -> Page {
        let form = try await answer(from: identify(person, by: way, service: service))
        return try await self.print(submit(form))
    }

    func leave() async throws -> Page { try await follow("POST", "/terminal/end", [:]) }

    private func follow(_ method: String, _ path: String, _ form: [String: String]?) async throws -> Page {
        var (method, path, form) = (method, path, form)
        for _ in 0..<8 {
            let answer = try await exchange(method, path, form)
            guard (300..<400).contains(Int(answer.status.code)),
                let next = answer.headers.first(name: "Location")
            else {
                let bytes = try await answer.body.collect(upTo: 4 * 1_024 * 1_024)
                let page = Page(
                    status: Int(answer.status.code), path: path,
                    text: PageText(html: String(decoding: bytes.readableBytesView, as: UTF8.self)))
                seen.withLock { $0.append(page) }
                return page
            }
            (method, path, form) = ("GET", next, nil)
        }
        throw Lost(description: "the page leads in circles at \(path)")
    }

    private func exchange(
        _ method: String, _ path: String, _ form: [String: String]?
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Accept", value: "text/html")
        request.headers.add(name: "Sec-Fetch-Site", value: form == nil ? "none" : "same-origin")
        let jar = cookies.withLock { $0.map { "\($0)=\($1)" }.joined(separator: "; ") }
        request.headers.add(name: "Cookie", value: jar)
        if let form {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(Self.encoded(form).utf8))
        }
        let answer = try await whole.http.execute(request, timeout: .seconds(45))
        for cookie in answer.headers["Set-Cookie"] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { cookies.withLock { $0[pair[0]] = pair[1] } }
        }
        return answer
    }

    private static func encoded(_ form: [String: String]) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._"))
        return form.sorted { $0.key < $1.key }.map { name, value in
            let value = value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
            return "\(name)=\(value)"
        }.joined(separator: "&")
    }
}
