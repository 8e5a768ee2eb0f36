/// A way by which bytes of others come into the house, and what must hold whatever they are.
public struct Door: Sendable {
    public let name: String
    /// Inputs longer than this are not tried: the house itself reads no more, or nothing new happens beyond.
    public let bytesMax: Int
    /// Sound inputs from which the fuzzer starts.
    public let seeds: @Sendable () throws -> [[UInt8]]
    /// Words of the format, which chance would take long to find.
    public let words: [String]
    /// Lets the bytes in.
    ///
    /// - Throws: ``Broken`` when a promise does not hold. A refusal of the bytes is no error here.
    public let enter: @Sendable ([UInt8]) throws -> Void

    init(
        _ name: String, bytesMax: Int = 4_096, words: [String] = [],
        seeds: @escaping @Sendable () throws -> [[UInt8]],
        enter: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        self.bytesMax = bytesMax
        self.words = words
        self.seeds = seeds
        self.enter = enter
    }

    public static func named(_ name: String) -> Door? { all.first { $0.name == name } }
}

/// A promise that an input broke.
public struct Broken: Error, CustomStringConvertible {
    public let description: String
}

/// States a promise.
func promise(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(Broken) {
    guard holds else { throw Broken(description: sentence()) }
}
