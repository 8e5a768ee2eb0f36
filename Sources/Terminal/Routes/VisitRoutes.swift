import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Web
import Wire

/// The visit as such: its end, the sign that somebody is there, and the state of the terminal.
///
///     POST /terminal/end          ends the session and wipes the browser
///     POST /terminal/heartbeat    somebody has touched the screen
///     GET  /terminal/status       the terminal's devices, as JSON
///     GET  /terminal/livez        whether the agent answers at all
struct VisitRoutes: Sendable {
    let agent: Agent

    func add(to router: Router<EgretContext>) {
        router.post("terminal/end", use: end)
        router.post("terminal/heartbeat", use: heartbeat)
        router.get("terminal/status", use: status)
        router.get("terminal/livez") { _, _ in "ok\n" }
    }

    @Sendable func end(_ request: Request, _ context: EgretContext) async throws -> Response {
        // The paper on its way is still this citizen's: first it comes out.
        if agent.desk.leave() { return PrintRoutes.to("/terminal/printing") }
        return await agent.visitOver(PrintRoutes.to("/"))
    }

    @Sendable func heartbeat(_ request: Request, _ context: EgretContext) async throws -> Response {
        Response(status: .noContent)
    }

    struct Status: Encodable {
        let terminal: String
        let station: String
        let ready: Bool
        let stopped: String?
        let printing: Bool
        let printer: String
        let printerReasons: [String]
        let camera: String
        /// Pictures without a fresh challenge since the agent started.
        let picturesRefused: Int
        let virtual: Bool
    }

    @Sendable func status(_ request: Request, _ context: EgretContext) async throws -> Response {
        let printer = await agent.devices.printer.condition()
        let status = Status(
            terminal: agent.centre.identity.terminalID, station: agent.centre.identity.stationName,
            ready: agent.readiness.isReady, stopped: agent.stop.reason, printing: agent.desk.isPrinting,
            printer: printer.device.rawValue, printerReasons: printer.reasons.map(\.rawValue),
            camera: agent.devices.simulator?.camera?.faceID == nil ? "page" : "agent",
            picturesRefused: agent.challenges.refused,
            virtual: agent.devices.simulator != nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(status))))
    }
}

extension Agent {
    /// Ends the visit on this machine, whatever the centre does, and answers so that the browser keeps nothing of it.
    func visitOver(_ response: Response) async -> Response {
        end.here()
        door.release()
        await devices.browser.reset()
        await end.settle()
        var response = response
        response.headers[.cacheControl] = "no-store"
        // The next person starts plain, in a browser without the line below as well.
        response.headers.append(
            .init(name: .setCookie, value: "\(Display.cookieName)=; Path=/; Max-Age=0; SameSite=Strict"))
        response.headers[Door.fieldName("Clear-Site-Data")] = #""cache", "cookies", "storage""#
        return response
    }
}
