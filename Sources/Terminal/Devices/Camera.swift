/// Where the picture of a face comes from.
///
/// Contract: ``take()`` answers with a JPEG made after the call; nil means that the page takes the picture itself.
public protocol Camera: Sendable {
    func take() async throws(FaceRefused) -> [UInt8]?
    func works() async -> Bool
    /// What the camera calls itself, by which a swapped one shows; nil when it has no name.
    func serial() async -> String?
}

/// The camera of the browser: the page takes the picture with `getUserMedia` and posts it.
///
/// A machine on which a program plays a camera takes no pictures at all.
public struct PageCamera: Camera {
    private let devices: VideoDevices

    public init(devices: VideoDevices = .system) {
        self.devices = devices
    }

    public func take() async throws(FaceRefused) -> [UInt8]? {
        guard !devices.hasVirtual else { throw .out }
        return nil
    }

    public func works() async -> Bool { !devices.hasVirtual }
    public func serial() async -> String? { devices.serial }
}
