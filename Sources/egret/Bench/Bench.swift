/// A measurement of the house: it makes its own data in a folder of its own, runs, and says what it found.
protocol Bench: Sendable {
    /// As typed after `egret bench`: lower case, words joined by hyphens.
    var name: String { get }
    /// One line for the list of benches.
    var help: String { get }
    /// Runs on every engine of the options; a line is emitted as soon as it is known.
    func run(_ options: BenchOptions, emit: BenchEmit) async throws
}

/// Takes one line of a bench's outcome.
typealias BenchEmit = @Sendable (BenchLine) -> Void

/// Every bench there is; a new one adds itself here.
enum Benches {
    static let all: [any Bench] = [
        SubmitBench(), ReadBench(), PageBench(), PaperBench(), AuditAppendBench(), AuditVerifyBench(),
        StartBench(), LoginBench(), SessionBench(), FieldBench(), EnumerationBench(), MixupsBench(),
        DeskBench(), EngineBench(), SlotsBench(), StepBench(),
    ]

    static func named(_ name: String) -> (any Bench)? { all.first { $0.name == name } }
}
