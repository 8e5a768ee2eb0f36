import Base
import Sandbox
import Synchronization
import Terminal
import Wire

/// The reader of a terminal: reads whatever card lies on it.
final class PlayedReader: CardReader {
    private let card = Mutex<CardReading?>(nil)

    func lay(_ person: Person?) {
        card.withLock {
            $0 = person.map { person in
                CardReading(
                    name: person.name, number: person.number.text, validFrom: person.cardFrom.compact,
                    validTo: person.cardUntil?.compact ?? "00000000", issuer: person.issuer,
                    readerSerial: "P-1")
            }
        }
    }

    func read(wait: Duration) async throws(CardRefused) -> CardReading {
        guard let reading = card.withLock({ $0 }) else { throw .missing }
        return reading
    }

    func serial() async -> String? { "P-1" }
}

/// A camera that sees who stands before it: a picture is the person's name and a number in a frame.
final class PlayedCamera: Camera {
    private let face = Mutex<String?>(nil)
    private let shots = Mutex(0)

    func look(at person: Person?) { face.withLock { $0 = person?.id } }

    func take() async throws(FaceRefused) -> [UInt8]? {
        guard let face = face.withLock({ $0 }) else { throw .out }
        let shot = shots.withLock { shots in
            shots += 1
            return shots
        }
        return Self.opening(face) + Array("\(shot)".utf8) + [UInt8](repeating: 0x20, count: 128) + [
            0xFF, 0xD9,
        ]
    }

    func works() async -> Bool { true }
    func serial() async -> String? { "C-1" }

    private static func opening(_ id: String) -> [UInt8] { [0xFF, 0xD8, 0xFF] + Array((id + "\n").utf8) }

    static func shows(_ id: String, _ picture: [UInt8]) -> Bool { picture.starts(with: opening(id)) }
}
