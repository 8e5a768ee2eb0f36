import Base
import Foundation
import Hummingbird
import Support
import Web

/// A listener with this part's own words and assets, in a world that stands still.
struct TestHouse {
    let frame: Frame

    init(idle: IdleTimes = IdleTimes()) throws {
        frame = try Frame(
            rooms: [], siteLinks: [FrameLink(label: "frame.help", path: "/help")],
            deskLinks: [FrameLink(label: "frame.help", path: "/help")], idle: idle)
    }

    func listener(
        _ surface: Surface = .public, metrics: PrometheusRegistry = PrometheusRegistry(),
        checks: [ReadinessCheck] = [], _ change: (inout Listener.Settings) -> Void = { _ in }
    ) -> Listener {
        var settings = Listener.Settings()
        settings.isDevelopment = true
        change(&settings)
        return Listener(
            surface, settings: settings, frame: frame, world: .frozen(), metrics: metrics, checks: checks)
    }
}
