/// What a device is asked to do.
public enum PasskeyCeremony: String, Sendable, CaseIterable {
    /// Make a new passkey.
    case create
    /// Show that it holds one.
    case get

    var clientDataType: String { "webauthn.\(rawValue)" }
}
