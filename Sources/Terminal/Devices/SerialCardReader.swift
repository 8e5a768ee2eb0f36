import Base
import Synchronization
public import Wire

/// An identity card reader on a serial line.
///
/// A command that got no answer, or a damaged one, is sent once more: all of them only read.
public final class SerialCardReader: CardReader {
    /// The longest a reading may take after a card was found.
    public static let readingMax = Duration.seconds(8)
    static let pollPause = Duration.milliseconds(200)
    static let moduleBytes = 16

    private let path: String
    /// Time for one answer; a full reading takes about 1.2 s on the wire and in the chip.
    private let answerTimeout: Duration
    private let inUse = Mutex(())

    public init(path: String, answerTimeout: Duration = .seconds(3)) {
        self.path = path
        self.answerTimeout = answerTimeout
    }

    public func read(wait: Duration) async throws(CardRefused) -> CardReading {
        try await OwnThread.run { self.inUse.withLock { _ in self.readNow(wait: wait) } }.get()
    }

    public func serial() async -> String? {
        await OwnThread.run {
            self.inUse.withLock { _ in
                guard let line = try? SAMLine(path: self.path, timeout: self.answerTimeout) else {
                    return nil
                }
                defer { line.close() }
                guard let module = try? line.ask(.moduleID), module.status == .done,
                    module.data.count == Self.moduleBytes
                else { return nil }
                return Self.serial(module.data)
            }
        }
    }

    private func readNow(wait: Duration) -> Result<CardReading, CardRefused> {
        guard let line = try? SAMLine(path: path, timeout: answerTimeout) else { return .failure(.readerOut) }
        defer { line.close() }
        do {
            return .success(try read(on: line, until: ContinuousClock.now + wait))
        } catch {
            return .failure(error)
        }
    }

    private func read(on line: SAMLine, until end: ContinuousClock.Instant) throws(CardRefused) -> CardReading
    {
        let module = try answer(of: line, to: .moduleID)
        guard module.status == .done, module.data.count == Self.moduleBytes else {
            throw .readerOut
        }
        var cardSeen = false
        while true {
            if try answer(of: line, to: .findCard).status == .found { cardSeen = true }
            // A card that was read and not lifted is not "found" again by some modules, but can be selected.
            if try answer(of: line, to: .selectCard).status == .done { break }
            guard ContinuousClock.now < end else { throw cardSeen ? .unreadable : .missing }
            line.pause(Self.pollPause)
        }
        let text: SAMFrame
        do {
            text = try line.ask(.readCard)
        } catch {
            throw .unreadable
        }
        return try Self.reading(text, module: module)
    }

    /// What stands on the card, from the module's answers to `readCard` and `moduleID`.
    static func reading(_ text: SAMFrame, module: SAMFrame) throws(CardRefused) -> CardReading {
        guard module.status == .done, module.data.count == 16 else { throw .readerOut }
        guard text.status == .done else { throw .unreadable }
        return try CardText.reading(textBlock(text.data), readerSerial: serial(module.data))
    }

    private func answer(of line: SAMLine, to command: SAMFrame.Command) throws(CardRefused) -> SAMFrame {
        do {
            return try line.ask(command)
        } catch {
            throw .readerOut
        }
    }

    /// Two lengths (text and photo, big-endian) stand before the text; the photo stays where it is.
    private static func textBlock(_ data: [UInt8]) throws(CardRefused) -> [UInt8] {
        guard data.count >= 4 + CardText.bytes, Int(data[0]) << 8 | Int(data[1]) == CardText.bytes else {
            throw .unreadable
        }
        return Array(data[4..<(4 + CardText.bytes)])
    }

    /// The module's number as readers print it: two words, a date and two counters, little-endian.
    private static func serial(_ data: [UInt8]) -> String {
        func number(_ start: Int, _ count: Int) -> UInt64 {
            data[start..<(start + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        let parts = [
            (number(0, 2), 2), (number(2, 2), 2), (number(4, 4), 8), (number(8, 4), 10), (number(12, 4), 10),
        ]
        return parts.map { String($0.0).leftPadded(to: $0.1) }.joined(separator: "-")
    }
}
