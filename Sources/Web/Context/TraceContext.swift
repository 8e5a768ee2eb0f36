public import Base

/// The place of a request in a trace (W3C Trace Context, `traceparent`).
public struct TraceContext: Hashable, Sendable {
    /// 32 hexadecimal digits, shared by everything that one act of a person sets off.
    public let traceID: String
    /// 16 hexadecimal digits: this server's own part.
    public let spanID: String
    public let isSampled: Bool

    static let none = TraceContext(
        traceID: String(repeating: "0", count: 32), spanID: String(repeating: "0", count: 16),
        isSampled: false)

    init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Continues the trace of a header, or begins one when the header is missing or malformed.
    public init(continuing header: String?, world: World) {
        let parent = header.flatMap(Self.parse)
        traceID = parent?.traceID ?? world.random(16).hex
        spanID = world.random(8).hex
        isSampled = parent?.isSampled ?? true
    }

    /// The header for calls that this request makes.
    public var header: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func parse(_ header: String) -> TraceContext? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0] != "ff", isHex(parts[0], 2), parts[0] != "00" || parts.count == 4,
            isHex(parts[1], 32), isHex(parts[2], 16), isHex(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        return TraceContext(traceID: parts[1], spanID: parts[2], isSampled: flags & 1 == 1)
    }

    private static func isHex(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
