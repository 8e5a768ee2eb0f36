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

    func answers() async -> Bool { true }
}

/// A camera that sees who stands before it: a picture is the person's name in a frame.
final class PlayedCamera: Camera {
    private let face = Mutex<String?>(nil)

    func look(at person: Person?) { face.withLock { $0 = person?.id } }

    func take() async throws(FaceRefused) -> [UInt8]? {
        guard let face = face.withLock({ $0 }) else { throw .out }
        return Self.picture(of: face)
    }

    func works() async -> Bool { true }

    static func picture(of id: String) -> [UInt8] {
        [0xFF, 0xD8, 0xFF] + Array((id + "\n").utf8) + [UInt8](repeating: 0x20, count: 128) + [0xFF, 0xD9]
    }

    static func shows(_ id: String, _ picture: [UInt8]) -> Bool { picture == Self.picture(of: id) }
}
