/// The devices of one terminal, real or played.
struct Devices: Sendable {
    var reader: any CardReader
    var camera: any Camera
    var printer: any Printer
    var browser: any BrowserControl
    /// Set on virtual terminals only.
    var simulator: Simulator?
}
