/// Why a picture was not taken or not passed on.
public enum FaceRefused: String, Error, Hashable, Sendable, CaseIterable {
    /// The picture is not from now.
    case stale = "camera-stale"
    /// No picture, or something that is none.
    case out = "camera-out"
}
