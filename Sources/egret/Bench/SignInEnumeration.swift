import Base
import Foundation
import Identity
import NIOCore
import NIOPosix
import Storage
import Vault
import Web

/// Whether the time of the page behind a wrong password tells whose name it was: of somebody with an account, of somebody who
/// closed hers, of somebody who has one without a password, of nobody; in turn, over HTTP.
///
/// Each name is tried once, so that no wait has a part in it. The words and the status are compared too.
struct SignInEnumeration {
    enum Kind: String, CaseIterable {
        case password
        case closed
        case withoutPassword = "without_password"
        case nobody
    }

    let each: Int
    var chance: BenchChance

    func measure(_ site: BenchSite) async throws -> BenchLine {
        let house = try await site.house()
        let server = try await BenchServer.start(house, surface: .public)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let load = Load(port: server.port, group: group)
        try await enrol(in: house)
        var chance = chance
        let order = (0..<each).flatMap { index in
            var kinds = Kind.allCases
            for place in stride(from: kinds.count - 1, to: 0, by: -1) {
                kinds.swapAt(place, Int(chance.next() % UInt64(place + 1)))
            }
            return kinds.map { ($0, index) }
        }
        let items = order.map { kind, index in
            Load.Item(bytes: Self.request(Self.person(kind, index).number, house.world))
        }
        // The first ones warm it up and are not counted.
        _ = try await load.run(
            [
                (0..<40).map {
                    Load.Item(bytes: Self.request("139" + String($0).leftPadded(to: 8), house.world))
                }
            ],
            seconds: 60)
        let answers = try await load.run([items], seconds: 3_600).sorted { $0.index < $1.index }
        await server.stop()
        await house.close()
        try await group.shutdownGracefully()
        return line(zip(order.map(\.0), answers).map { (kind: $0, answer: $1) }, site.engine.name)
    }

    private func line(_ answers: [(kind: Kind, answer: Load.Answer)], _ engine: String) -> BenchLine {
        var line = BenchLine(bench: "enumeration", engine: engine)
        line["door"] = .text("password")
        line["n"] = .count(answers.count)
        var times: [Kind: [Int64]] = [:]
        for (kind, answer) in answers { times[kind, default: []].append(answer.took) }
        for kind in Kind.allCases {
            var latencies = Latencies()
            for time in times[kind] ?? [] { latencies.add(time) }
            line["p50_ms_\(kind.rawValue)"] = .figure(latencies.percentile(0.5))
            line["p99_ms_\(kind.rawValue)"] = .figure(latencies.percentile(0.99))
        }
        // The least of three, each against those with a password; Bonferroni's bound for three looks is a third.
        let values = Kind.allCases.filter { $0 != .password }.map {
            MannWhitney(times[.password] ?? [], times[$0] ?? []).pValue
        }
        let pValue = min(1, 3 * (values.min() ?? 0))
        line["p_value"] = .figure(pValue)
        line["errors"] = .count(each * Kind.allCases.count - answers.count)
        let faces = Set(answers.map { Self.face($0.answer) })
        let isSame = faces.count == 1 && answers.first?.answer.status == 422
        line["wrong"] = .count(
            (isSame ? 0 : faces.count) + (pValue < MannWhitney.significantBelow ? 1 : 0))
        return line
    }

    /// What a person sees of an answer: the status and the words, without what differs by chance or was typed.
    private static func face(_ answer: Load.Answer) -> String {
        let text = answer.body.replacing(/<[^>]*>/, with: " ").replacing(/\d{8,}[0-9X]*/, with: "")
        return "\(answer.status) \(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))"
    }

    private static func person(_ kind: Kind, _ index: Int) -> BenchPerson {
        BenchPerson(index * Kind.allCases.count + (Kind.allCases.firstIndex(of: kind) ?? 0))
    }

    /// Everybody but nobody is known to the house; whoever has a password has the same one.
    private func enrol(in house: House) async throws {
        let hash = try await PasswordHasher(world: house.world).hash("the-password-of-the-bench")
        for index in 0..<each {
            for kind in Kind.allCases where kind != .nobody {
                let citizen = Citizen(
                    id: Token(house.world), number: try CitizenNumber(Self.person(kind, index).number),
                    name: "陈静", phone: Phone("15410000001"))
                let password = kind == .password ? hash : nil
                try await house.engine.write { [vault = house.vault, now = house.world.now()] db in
                    try CitizenStore.insert(citizen, vault: vault, at: now, in: db)
                    guard kind != .closed else { return }
                    try BenchAccountStore.insert(
                        citizen.id, password: password, vault: vault, at: now, in: db)
                }
            }
        }
    }

    private static func request(_ name: String, _ world: World) -> [UInt8] {
        let body = "\(IdempotencyKey.fieldName)=\(Token(world))&name=\(name)&password=a-long-wrong-password"
        return Array(
            ("POST /account/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + body).utf8)
    }
}
