import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Storage
import Testing
import Web

@testable import Staff
@testable import egret

/// Somebody of a department at the desk, signed in, over HTTP.
final class Official: Sendable {
    struct Answer: Sendable {
        let status: Int
        let place: String?
        let text: PageText
    }

    let whole: WholeHouse
    let id: String
    private let token: Token
    /// As her browser says it.
    private let language: String

    /// `person` is the citizen she is; nil when she has not said it.
    init(
        _ whole: WholeHouse, _ id: String, roles: Set<StaffRole> = [.clerk], department: String? = "police",
        region: String? = "350203", person: CitizenNumber?, language: String = "en"
    ) async throws {
        self.whole = whole
        self.language = language
        self.id = id
        let token = Token(.live)
        self.token = token
        let house = whole.house
        let (vault, now) = (house.vault, house.world.now())
        let name = try #require(PersonName("陈样本"))
        let place = region.flatMap(DivisionCode.init)
        try await house.engine.write { db in
            try StaffAccountStore.insert(
                StaffAccount(
                    id: id, name: name, department: department, region: place, roles: roles, state: .active,
                    createdAt: now), vault: vault, in: db)
            if let person {
                _ = try StaffAccountStore.setPerson(id, StaffSelf.term(person, vault), in: db)
            }
            try StaffSessionStore.insert(
                StaffSession(
                    id: Token(.live), account: id, passkey: Token(.live), startedAt: now, lastSeenAt: now),
                tokenHash: SignInStaff.hash(token.rawValue), in: db)
        }
    }

    func get(_ path: String) async throws -> Answer { try await exchange(.GET, path, nil) }

    /// Fields of one name may come several times, as ticks do; without the page that the form stands on the desk finds it.
    func post(
        _ path: String, _ fields: [(String, String)] = [], from page: String? = nil
    ) async throws -> Answer {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._"))
        let body = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
        return try await exchange(.POST, path, body, from: page)
    }

    private func exchange(_ method: HTTPMethod, _ path: String, _ body: String?, from page: String? = nil)
        async throws -> Answer
    {
        var request = HTTPClientRequest(url: whole.address(.staff) + path)
        request.method = method
        request.headers.add(name: "Accept", value: "text/html")
        request.headers.add(name: "Accept-Language", value: language)
        request.headers.add(name: "Sec-Fetch-Site", value: "same-origin")
        request.headers.add(name: "Cookie", value: "__Host-egret-staff=\(token)")
        if let page { request.headers.add(name: "Referer", value: whole.address(.staff) + page) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(body.utf8))
        }
        let answer = try await whole.http.execute(request, timeout: .seconds(45))
        let bytes = try await answer.body.collect(upTo: 4 * 1_024 * 1_024)
        return Answer(
            status: Int(answer.status.code), place: answer.headers.first(name: "Location"),
            text: PageText(html: String(decoding: bytes.readableBytesView, as: UTF8.self)))
    }
}
