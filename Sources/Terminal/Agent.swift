import Base
import Logging
import Web

/// The parts of a running agent, put together once.
struct Agent: Sendable {
    let configuration: TerminalConfiguration
    let centre: Centre
    let devices: Devices
    let frame: Frame
    let world: World
    let uptime: Uptime
    let logger: Logger
    let memory: SessionMemory
    let challenges: CameraChallenges
    let stop: StopSwitch
    let disk: StateDisk
    let outbox: OutcomeOutbox
    let courier: OutcomeCourier
    let health: HealthReporter
    let desk: PrintDesk
    let tray: TrayWatch
    let end: EndSession
    let pictures = PictureMemory()
    let readiness = Readiness()
    let door: Door

    init(
        configuration: TerminalConfiguration, centre: Centre, state: StateFolder, devices: Devices,
        frame: Frame,
        world: World, uptime: Uptime, logger: Logger
    ) throws {
        self.configuration = configuration
        self.centre = centre
        self.devices = devices
        self.frame = frame
        self.world = world
        self.uptime = uptime
        self.logger = logger
        memory = SessionMemory(uptime: uptime)
        challenges = CameraChallenges(world: world, uptime: uptime)
        stop = StopSwitch(url: state.stopped, disk: state.disk, world: world)
        disk = StateDisk(disk: state.disk, probe: state.diskProbe, world: world, logger: logger)
        outbox = try OutcomeOutbox(folder: state.outbox, disk: state.disk)
        courier = OutcomeCourier(outbox: outbox, centre: centre, world: world, logger: logger)
        health = HealthReporter(
            centre: centre, reader: devices.reader, camera: devices.camera, printer: devices.printer,
            stop: stop, disk: disk, version: configuration.version, count: ReportCount(world), world: world,
            logger: logger)
        desk = PrintDesk(
            guardian: PrintGuard(
                centre: centre, printer: devices.printer, memory: memory,
                spent: SpentTickets(url: state.spentTickets, disk: state.disk), outbox: outbox,
                courier: courier,
                stop: stop, disk: disk,
                health: health, logger: logger))
        tray = TrayWatch(
            printer: devices.printer, memory: memory, desk: desk, health: health, world: world, logger: logger
        )
        end = EndSession(memory: memory, centre: centre, desk: desk)
        door = Door(world: world, uptime: uptime)
    }
}
