import Foundation
import Glibc
import Synchronization

/// Plays an identity card reader from the far side of a pseudo-terminal, byte for byte.
///
/// The real ``SerialCardReader`` is opened on ``path``, so that a simulated card takes the way of a real one.
public final class CardReaderSimulator: Sendable {
    public enum Failed: Error, Hashable, Sendable {
        case pseudoTerminal(errno: Int32)
    }

    /// Where the reader's serial line is.
    public let path: String
    private let master: Int32
    /// Held open so that the line outlives each reading.
    private let slave: Int32
    private let state = Mutex(State())

    struct State {
        var card: SampleCard?
        var fault = ReaderFault.none
        var stopped = false
    }

    public init() throws(Failed) {
        var master: Int32 = -1
        var slave: Int32 = -1
        var name = [CChar](repeating: 0, count: 128)
        var settings = termios()
        cfmakeraw(&settings)
        guard openpty(&master, &slave, nil, &settings, nil) == 0, ttyname_r(slave, &name, name.count) == 0
        else {
            throw .pseudoTerminal(errno: errno)
        }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.master = master
        self.slave = slave
        Thread.detachNewThread { self.play() }
    }

    public func put(_ card: SampleCard, fault: ReaderFault = .none) {
        state.withLock {
            $0.card = card
            $0.fault = fault
        }
    }

    public func breakDown(_ fault: ReaderFault) {
        state.withLock { $0.fault = fault }
    }

    public func removeCard() {
        state.withLock { $0.card = nil }
    }

    public var card: SampleCard? { state.withLock { $0.card } }
    public var fault: ReaderFault { state.withLock { $0.fault } }

    /// Ends the play and closes the line.
    public func stop() {
        state.withLock { $0.stopped = true }
    }

    private func play() {
        var parser = SAMFrameParser()
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while !(state.withLock { $0.stopped }) {
            var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard poll(&watched, 1, 100) > 0 else { continue }
            let count = buffer.withUnsafeMutableBytes { read(master, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            parser.append(buffer.prefix(count))
            while let event = parser.next() {
                send(answer(to: event))
            }
        }
        close(master)
        close(slave)
    }

    private func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func answer(to event: SAMFrameParser.Event) -> [UInt8] {
        let (card, fault) = state.withLock { ($0.card, $0.fault) }
        guard fault != .silence else { return [] }
        guard case .frame(let frame) = event else { return SAMFrame(.checksumWrong).bytes }
        let noise: [UInt8] =
            fault == .garbage ? [0x00, 0xAA, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF, 0x13] : []
        switch frame.command {
        case .reset, .status: return noise + SAMFrame(.done).bytes
        case .moduleID: return noise + SAMFrame(.done, Self.moduleID).bytes
        case .findCard:
            return noise + (card == nil ? SAMFrame(.noCard) : SAMFrame(.found, [0, 0, 0, 0])).bytes
        case .selectCard:
            return noise
                + (card == nil
                ? SAMFrame(.cardNotSelected) : SAMFrame(.done, [UInt8](repeating: 0, count: 8))).bytes
        case .readCard: return noise + reading(of: card, fault: fault)
        case nil: return SAMFrame(.commandUnknown).bytes
        }
    }

    private func reading(of card: SampleCard?, fault: ReaderFault) -> [UInt8] {
        guard let card else { return SAMFrame(.readFailed).bytes }
        // Lengths of text and photo, the text, and a photo without a face (1,024 bytes of WLT).
        let data = [1, 0, 4, 0] + card.textBlock + [UInt8](repeating: 0x57, count: 1_024)
        var bytes = SAMFrame(.done, data).bytes
        switch fault {
        case .pulled:
            removeCard()
            return Array(bytes.prefix(bytes.count / 2))
        case .wrongChecksum:
            bytes[bytes.count - 1] ^= 0x5A
            return bytes
        case .none, .garbage, .silence: return bytes
        }
    }

    /// Prints as `05-03-20170816-0000001971-0000012345`.
    private static let moduleID: [UInt8] = [
        5, 0, 3, 0, 0x40, 0xC8, 0x33, 0x01, 0xB3, 0x07, 0, 0, 0x39, 0x30, 0, 0,
    ]
}
