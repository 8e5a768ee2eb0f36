/// One picture taken at the terminal for one comparison; neither the agent nor the centre stores it.
public struct FaceCapture: Codable, Hashable, Sendable {
    /// JPEG, 640×480, at most ``bytesMax`` bytes; base64 on the wire.
    public static let bytesMax = 70_000

    public let jpegBase64: String
    /// Milliseconds since 1970 by the terminal's clock.
    public let takenAtMs: Int64

    public init(jpegBase64: String, takenAtMs: Int64) {
        self.jpegBase64 = jpegBase64
        self.takenAtMs = takenAtMs
    }
}
