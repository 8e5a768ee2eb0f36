import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Web

/// The far side of a virtual terminal's devices.
///
///     GET  /terminal/simulator            what lies on the reader, who stands there, how the printer is
///     POST /terminal/simulator/card       form: `citizen` (number, or empty to lift the card), `kind`, `fault`
///     POST /terminal/simulator/face       form: `face`
///     POST /terminal/simulator/camera     puts another camera in its place
///     POST /terminal/simulator/printer    form: `fault`
///     POST /terminal/simulator/plug       ends the process as a power cut does, where that is allowed
struct SimulatorRoutes: Sendable {
    let simulator: Simulator
    let frame: Frame

    func add(to router: Router<EgretContext>) {
        router.get("terminal/simulator", use: show)
        router.post("terminal/simulator/card", use: card)
        router.post("terminal/simulator/face", use: face)
        router.post("terminal/simulator/camera", use: camera)
        router.post("terminal/simulator/printer", use: printer)
        router.post("terminal/simulator/plug", use: plug)
    }

    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> HTML {
        SimulatorPage(
            frame: frame, citizens: await simulator.citizens(context.language), card: simulator.reader.card,
            readerFault: simulator.reader.fault, face: simulator.camera?.faceID,
            hasFaces: simulator.camera != nil, printerFault: simulator.printer?.fault,
            mayCrash: simulator.mayCrash
        ).html(context)
    }

    @Sendable func card(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let fault = form["fault"].flatMap(ReaderFault.init(rawValue:)) ?? .none
        simulator.reader.breakDown(fault)
        guard let number = form["citizen"], !number.isEmpty else {
            simulator.reader.removeCard()
            return Self.back
        }
        guard let citizen = await simulator.citizens(context.language).first(where: { $0.number == number })
        else {
            return Self.back
        }
        var card = citizen.card
        switch form["kind"] {
        case "expired": card.validTo = "20200101"
        case "foreign": card.kind = .foreignResident
        default: break
        }
        simulator.reader.put(card, fault: fault)
        // The card's owner stands before the camera, until somebody else is put there.
        simulator.camera?.faceID = citizen.faceID.isEmpty ? nil : citizen.faceID
        return Self.back
    }

    @Sendable func face(_ request: Request, _ context: EgretContext) async throws -> Response {
        let face = try await form(of: request, context)["face"]
        simulator.camera?.faceID = face.flatMap { $0.isEmpty ? nil : $0 }
        return Self.back
    }

    @Sendable func camera(_ request: Request, _ context: EgretContext) async throws -> Response {
        simulator.camera?.swap()
        return Self.back
    }

    @Sendable func printer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let fault = try await form(of: request, context)["fault"].flatMap(
            SimulatedPrinter.Fault.init(rawValue:))
        if let fault { simulator.printer?.fault = fault }
        return Self.back
    }

    @Sendable func plug(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard simulator.mayCrash else { throw Problem.notFound }
        kill(getpid(), SIGKILL)
        return Self.back
    }

    private static var back: Response {
        Response(status: .seeOther, headers: [.location: "/terminal/simulator", .cacheControl: "no-store"])
    }
}
