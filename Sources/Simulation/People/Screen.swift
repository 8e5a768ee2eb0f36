import Wire
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import Sandbox
import Synchronization

/// The browser of a terminal, with the person before it.
final class Screen: Sendable {
    private struct State {
        var cookies: [String: String] = [:]
        /// The life of the machine that the cookies are from: a power cut empties the browser.
        var life = 0
        var person: Person?
        /// For whom the person comes, when not for herself.
        var subject: Person?
        /// Counts what was pressed: a browser shows the answer to the newest alone.
        var presses = 0
    }

    let node: Node
    let reader: PlayedReader
    let camera: PlayedCamera
    private let stage: Stage
    private let witness: Witness
    private let state = Mutex(State())

    init(node: Node, reader: PlayedReader, camera: PlayedCamera, stage: Stage, witness: Witness) {
        self.node = node
        self.reader = reader
        self.camera = camera
        self.stage = stage
        self.witness = witness
    }

    /// Who stands before the screen; the last person counts as standing there until the next one comes.
    var person: Person? { state.withLock { $0.person } }

    func stands(_ person: Person, for subject: Person? = nil) {
        state.withLock {
            $0.person = person
            $0.subject = subject
            $0.presses += 1
        }
        reader.lay(nil)
        camera.look(at: person)
        witness.stands(person, for: subject, at: node.name)
        let errand = subject.map { " for \($0.id)" } ?? ""
        stage.trace.note(node.name, "\(person.id) walks up\(errand)")
    }

    func open(_ path: String) async -> Page? { await follow("GET", path, nil) }

    /// Presses a form's button with what was filled in; nil when the machine is out.
    func send(_ form: Page.Form, _ filled: [String: String] = [:]) async -> Page? {
        let fields = form.fields.merging(filled) { $1 }
        if let key = fields["idempotency_key"] {
            witness.pressed(key)
            if form.action == "/terminal/print", let number = fields["case"] {
                let paper = fields["paper"].flatMap(CasePaper.init(rawValue:)) ?? .result
                witness.pressedPrint(
                    Sheet(number: number, paper: paper), key: key, again: fields["again"] == "yes")
            }
            let (person, subject) = state.withLock { ($0.person, $0.subject) }
            if form.action.hasSuffix("/submission"), let person {
                witness.pressedSubmit(by: person, for: subject, form.action, key: key)
            }
        }
        return await follow("POST", form.action, fields)
    }

    private func follow(_ method: String, _ path: String, _ form: [String: String]?) async -> Page? {
        var (method, path, form) = (method, path, form)
        let press = state.withLock { state in
            state.presses += 1
            return state.presses
        }
        for _ in 0..<8 {
            guard let answer = await exchange(method, path, form) else { return nil }
            if (300..<400).contains(answer.status), let next = answer.headers[.location] {
                (method, path, form) = ("GET", next, nil)
                continue
            }
            let page = Page(status: answer.status, path: path, html: answer.body)
            stage.trace.note(node.name, "shows \(path) \(answer.status)")
            if state.withLock({ $0.presses == press }) { witness.shown(page, at: node.name) }
            return page
        }
        return nil
    }

    private func exchange(_ method: String, _ path: String, _ form: [String: String]?) async -> Answered? {
        var headers: HTTPFields = [.accept: "text/html"]
        headers[Self.fetchSite] = form == nil ? "none" : "same-origin"
        let lives = node.lives
        let jar = state.withLock { state in
            if state.life != lives {
                state.life = lives
                state.cookies = [:]
            }
            return state.cookies
        }
        headers[.cookie] = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: "; ")
        let body = form.map { Array(Self.encoded($0).utf8) } ?? []
        if form != nil {
            headers[.contentType] = "application/x-www-form-urlencoded"
            headers[.contentLength] = String(body.count)
        }
        let request = Request(
            head: HTTPRequest(
                method: HTTPRequest.Method(rawValue: method) ?? .get, scheme: "http", authority: "127.0.0.1",
                path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        guard let answer = await node.ask("screen", request) else { return nil }
        keep(answer.headers[values: .setCookie], of: lives)
        return answer.isBroken ? nil : answer
    }

    private func keep(_ cookies: [String], of life: Int) {
        state.withLock { state in
            guard state.life == life else { return }
            for cookie in cookies {
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 { state.cookies[pair[0]] = pair[1] }
            }
        }
    }

    private static func encoded(_ form: [String: String]) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._"))
        return form.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }

    private static let fetchSite = Parcel.name("Sec-Fetch-Site")
}
