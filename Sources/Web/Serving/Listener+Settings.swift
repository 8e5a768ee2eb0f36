import Base
public import Hummingbird
import HummingbirdCore
import NIOCore

extension Listener {
    /// Where a listener listens and what it puts up with.
    public struct Settings: Sendable {
        public var address: BindAddress
        /// **Unit:** connections waiting to be accepted.
        public var backlog = 256
        /// A request that takes longer is given up with 503.
        public var requestDeadline: Duration = .seconds(30)
        /// A body that takes longer to arrive is refused with 408.
        public var bodyDeadline: Duration = .seconds(10)
        /// A connection on which for so long no request has begun, or a head has only dripped, is closed.
        public var idleTimeout: Duration = .seconds(25)
        /// No route may read more, whatever it asks for.
        ///
        /// **Unit:** bytes.
        public var bodyMaxBytes = 4 * 1_024 * 1_024
        /// **Unit:** bytes of one header, and of all together.
        public var headerMaxBytes = 8 * 1_024
        public var headersMaxBytes = 32 * 1_024
        public var headersMax = 100
        /// `Strict-Transport-Security` for so long; nil leaves it out.
        ///
        /// **Unit:** seconds.
        public var strictTransportSeconds: Int?
        /// Whether `/metrics` answers here; never on an address the public can reach.
        public var servesMetrics = false
        /// Shows `/dev/patterns`.
        public var isDevelopment = false

        public init(address: BindAddress = .hostname("127.0.0.1", port: 0)) {
            self.address = address
        }

        var channel: HTTP1Channel.Configuration {
            .init(
                idleTimeout: .nanoseconds(idleTimeout.wholeMilliseconds * 1_000_000),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: headerMaxBytes, maxHeaderListSize: headersMaxBytes,
                    maxHeaderFieldCount: headersMax))
        }
    }
}
