import Foundation
import Support
import Testing

@testable import egret

/// Every measurement runs small and finds nothing wrong; how fast it is, no test says.
@Suite(.serialized) struct BenchTests {
    /// The program under test, as a user starts it.
    private static var program: String {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = products.appending(path: "egret").path
        return FileManager.default.isExecutableFile(atPath: beside)
            ? beside : Repository.root.appending(path: ".build/debug/egret").path
    }

    /// `mixups` ends some visits on purpose; `MixupTests` judges it.
    @Test(arguments: Benches.all.map(\.name).filter { $0 != "mixups" })
    func runsSmallAndFindsNothingWrong(name: String) async throws {
        let server =
            TestEngine.conninfo.map { ["--engine", "both", "--postgres", $0] } ?? ["--engine", "sqlite"]
        let answer = try ForeignProgram.run(
            Self.program,
            [
                // People ask one after the other there, each through a gateway that takes its time.
                "bench", name, "--seconds", "1", "--rows", name == "enumeration" ? "120" : "1000",
                "--clients", "4", "--issues", "20",
                "--services", Repository.root.appending(path: "Services").path,
            ] + server)
        let lines = try answer.output.split(separator: "\n").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(answer.output)")
        }

        #expect(answer.status == 0, "\(answer.output)")
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(line["bench"] is String && line["engine"] is String)
            #expect(line["errors"] as? Int == 0, "\(line)")
            #expect(line["wrong"] as? Int == 0, "\(line)")
            #expect((line["n"] as? Int ?? 0) > 0, "\(line)")
        }
    }

    @Test func aLineIsOneObjectWithItsKeysInOrder() {
        var line = BenchLine(bench: "a", engine: "sqlite")
        line["rate"] = .figure(1.23456)
        line["n"] = .count(2)
        line["rate"] = .figure(2.5)

        #expect(line.json == #"{"bench":"a","engine":"sqlite","n":2,"rate":2.5}"#)
        #expect(line.isSound)
    }

    @Test(arguments: [(0, 0, true), (1, 0, false), (0, 1, true), (0, 2, false)])
    func aLineIsVoidWhenSomethingWasWrongOrTooMuchFailed(_ wrong: Int, _ errors: Int, _ isSound: Bool) {
        var line = BenchLine(bench: "a", engine: "sqlite")
        line["n"] = .count(100)
        line["wrong"] = .count(wrong)
        line["errors"] = .count(errors)

        #expect(line.isSound == isSound)
    }

    @Test func halfAndNinetyNineInAHundredAreCountedFromTheSmallest() {
        var latencies = Latencies()
        for milliseconds in (1...100).reversed() { latencies.add(Int64(milliseconds) * 1_000_000) }

        #expect(latencies.percentile(0.5) == 50)
        #expect(latencies.percentile(0.99) == 99)
        #expect(Latencies().percentile(0.99) == 0)
    }

    /// Compared with `scipy.stats.mannwhitneyu(a, b)`, its normal approximation.
    @Test func samplesAreComparedByTheirRanks() {
        let rising = (0..<40).map(Int64.init)
        let same = MannWhitney(rising, rising)
        let shifted = MannWhitney(rising.map { $0 + 12 }, rising)
        let tied = MannWhitney([1, 1, 2, 2, 3, 3, 3, 9], [1, 2, 2, 2, 4, 4, 5, 5, 6])

        #expect(same.u == 800 && same.pValue == 1)
        #expect(shifted.u == 1208.0)
        #expect(abs(shifted.pValue - 8.78847679015599e-05) < 1e-9)
        #expect(tied.u == 27.0)
        #expect(abs(tied.pValue - 0.40463285185763437) < 1e-9)
    }
}
