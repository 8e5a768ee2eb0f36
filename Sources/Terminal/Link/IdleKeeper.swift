import Base
import ServiceLifecycle

/// Ends the session of a citizen who has walked away, whatever the page in the browser does.
struct IdleKeeper: Service {
    /// The page masks itself after 90 s and asks for 30 s; five more let its own end arrive first.
    static let idleMax = Duration.seconds(125)
    /// The same for large print, where the page waits three times as long.
    static let idleMaxLarge = Duration.seconds(365)
    static let ageMax = Duration.seconds(20 * 60)

    let memory: SessionMemory
    let stop: StopSwitch
    let desk: PrintDesk
    let end: EndSession
    let browser: any BrowserControl
    let door: Door
    let world: World

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await world.sleep(.seconds(1))) != nil { await tick() }
        }
    }

    func tick() async {
        // A paper on its way out is not left alone.
        if !desk.isPrinting, isOver || (stop.reason != nil && memory.session != nil) {
            // Nobody's data stays on the screen for as long as a slow centre takes to hear of it.
            end.here()
            await browser.reset()
            if browser.restarts { door.release() }
            await end.settle()
        } else if !memory.owed.isEmpty {
            await end.settle()
        }
    }

    private var isOver: Bool {
        memory.isOver(idleMax: memory.isLarge ? Self.idleMaxLarge : Self.idleMax, ageMax: Self.ageMax)
    }
}
