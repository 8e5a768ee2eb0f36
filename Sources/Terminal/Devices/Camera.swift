/// Where the picture of a face comes from.
///
/// Contract: ``take()`` answers with a JPEG made after the call; nil means that the page takes the picture itself.
public protocol Camera: Sendable {
    func take() async throws(FaceRefused) -> [UInt8]?
    func works() async -> Bool
}

/// The camera of the browser: the page takes the picture with `getUserMedia` and posts it.
public struct PageCamera: Camera {
    public init() {}
    public func take() async throws(FaceRefused) -> [UInt8]? { nil }
    public func works() async -> Bool { true }
}
