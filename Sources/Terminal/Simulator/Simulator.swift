import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// The far side of a virtual terminal's devices: cards, faces, and what can go wrong.
final class Simulator: Sendable {
    static let citizensBytesMax = 1_024 * 1_024

    let reader: CardReaderSimulator
    let camera: SimulatedCamera?
    let printer: SimulatedPrinter?
    let mayCrash: Bool
    private let http: HTTPClient
    private let sandbox: String?
    private let known: Mutex<[SampleCitizen]>

    init(
        reader: CardReaderSimulator, camera: SimulatedCamera?, printer: SimulatedPrinter?, mayCrash: Bool,
        http: HTTPClient, sandbox: String?, samples: [SampleCitizen]
    ) {
        self.reader = reader
        self.camera = camera
        self.printer = printer
        self.mayCrash = mayCrash
        self.http = http
        self.sandbox = sandbox
        known = Mutex(samples)
    }

    /// The citizens to try out: those of the configuration, then the sandbox's.
    func citizens(_ language: Language) async -> [SampleCitizen] {
        let samples = known.withLock { $0 }
        guard let sandbox else { return samples }
        let request = HTTPClientRequest(url: sandbox + "/citizens.json")
        guard let answer = try? await http.execute(request, timeout: .seconds(3)), answer.status == .ok,
            let body = try? await answer.body.collect(upTo: Self.citizensBytesMax),
            let found = try? JSONDecoder().decode([SandboxCitizen].self, from: Data(body.readableBytesView))
        else { return samples }
        let others = found.map { $0.sample(language) }
        return samples + others.filter { other in !samples.contains { $0.number == other.number } }
    }
}
