import Base
import Foundation
import Synchronization
import Terminal
import Wire

/// Whether a terminal's machine has power: when it goes, nothing more reaches its disk, its printer or the line.
final class MixupPower: Sendable {
    struct Off: Error {}

    private let isOn = Mutex(true)

    var on: Bool { isOn.withLock { $0 } }

    /// Returns when nothing that had begun is still at work.
    func cut() { isOn.withLock { $0 = false } }

    /// Does something that power cannot interrupt in its middle.
    func during<T>(_ work: () throws -> T) throws -> T {
        try isOn.withLock { isOn in
            guard isOn else { throw Off() }
            return try work()
        }
    }
}

/// The machine's disk, as long as it has power.
struct MixupDisk: Disk {
    let power: MixupPower
    private let disk = MachineDisk()

    init(power: MixupPower) {
        self.power = power
    }

    func makeFolder(_ url: URL) throws { try power.during { try disk.makeFolder(url) } }
    func contents(of url: URL) -> [UInt8]? { try? power.during { disk.contents(of: url) } }
    func names(in folder: URL) -> [String] { (try? power.during { disk.names(in: folder) }) ?? [] }
    func write(_ bytes: [UInt8], to url: URL) throws { try power.during { try disk.write(bytes, to: url) } }
    func append(_ bytes: [UInt8], to url: URL) throws { try power.during { try disk.append(bytes, to: url) } }
    func remove(_ url: URL) throws { try power.during { try disk.remove(url) } }
}

/// A reader on which one card lies.
final class MixupReader: CardReader {
    private let card = Mutex<CardReading?>(nil)

    func lay(_ person: MixupPeople.Person?) {
        card.withLock { card in
            card = person.map {
                CardReading(
                    name: $0.name, number: $0.number.text, validFrom: "20200101", validTo: "00000000",
                    issuer: "厦门市公安局", readerSerial: "0000000000000000")
            }
        }
    }

    func read(wait: Duration) async throws(CardRefused) -> CardReading {
        guard let reading = card.withLock({ $0 }) else { throw .missing }
        return reading
    }

    func serial() async -> String? { "M-1" }
}

/// A printer that fails, falters and loses its power; what comes out of it is checked before it falls into the tray.
struct MixupPrinter: Printer {
    let power: MixupPower
    let faults: MixupFaults
    let chance: MixupChance
    let world: World
    /// Takes the paper that comes out.
    let tray: @Sendable (Paper) -> Void
    /// Pulls the plug.
    let kill: @Sendable () -> Void

    func condition() async -> PrinterCondition { .ready }

    func print(_ paper: Paper) async -> PrintOutcome {
        if faults.comes(\.printerSlow, "printer-slow", chance) {
            try? await world.sleep(chance.upTo(.milliseconds(100)))
        }
        if faults.comes(\.killedBeforePaper, "killed-before-paper", chance) { kill() }
        if power.on, faults.comes(\.printerFails, "printer-fails", chance) {
            return PrintOutcome(state: .failed, reason: "jam", pagesPrinted: 0)
        }
        guard (try? power.during { tray(paper) }) != nil else {
            return PrintOutcome(state: .unknown, reason: "other", pagesPrinted: 0)
        }
        if faults.comes(\.killedAfterPaper, "killed-after-paper", chance) { kill() }
        if faults.comes(\.printerUnsure, "printer-unsure", chance) {
            return PrintOutcome(state: .unknown, reason: "other", pagesPrinted: 0)
        }
        return PrintOutcome(state: .printed, reason: nil, pagesPrinted: paper.pages)
    }
}
