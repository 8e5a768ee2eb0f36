public import Base
public import Foundation
import Synchronization
public import Wire

/// A printer whose condition is chosen on the simulator's page; what it prints lies in a folder.
public final class SimulatedPrinter: Printer {
    public enum Fault: String, Sendable, CaseIterable {
        case none
        case paperOut
        /// The tray runs empty while the paper is half out.
        case paperOutMidPage
        case jam
        case offline
        /// Takes twenty seconds for a paper.
        case slow
        /// Takes the paper and never says another word.
        case silence
        /// Loses its power with the paper half out.
        case powerCut
        /// Prints, and the paper stays in the tray until this is set back.
        case paperLeft
    }

    static let slowPrinting = Duration.seconds(20)

    private let tray: FolderPrinter
    private let world: World
    private let state = Mutex(Fault.none)

    public init(folder: URL, world: World) {
        tray = FolderPrinter(folder: folder)
        self.world = world
    }

    public var fault: Fault {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    public func condition() async -> PrinterCondition {
        switch fault {
        case .paperOut: PrinterCondition([.paperOut])
        case .offline: PrinterCondition([.offline])
        case .paperLeft: PrinterCondition([.paperLeft])
        default: await tray.condition()
        }
    }

    public func print(_ paper: Paper) async -> PrintOutcome {
        switch fault {
        case .none, .paperLeft: return await tray.print(paper)
        case .paperOut: return failed(.paperOut)
        case .jam: return failed(.jam)
        case .offline: return failed(.offline)
        case .paperOutMidPage: return unknown(.paperOut)
        case .powerCut: return unknown(.offline)
        case .slow:
            guard (try? await world.sleep(Self.slowPrinting)) != nil else { return unknown(.other) }
            return await tray.print(paper)
        case .silence:
            while (try? await world.sleep(.seconds(1))) != nil, fault == .silence {}
            return unknown(.other)
        }
    }

    private func failed(_ reason: PrinterReason) -> PrintOutcome {
        PrintOutcome(state: .failed, reason: reason.rawValue, pagesPrinted: 0)
    }

    private func unknown(_ reason: PrinterReason) -> PrintOutcome {
        PrintOutcome(state: .unknown, reason: reason.rawValue, pagesPrinted: 0)
    }
}
