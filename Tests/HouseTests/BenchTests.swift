import Casework
import Catalogue
import Foundation
import Support
import Testing

@testable import egret

/// Every measurement runs small, says all it measures and finds nothing wrong; how fast it is, no test says.
@Suite(.serialized) struct BenchTests {
    private static let common: Set = ["bench", "engine", "n", "errors", "wrong"]
    private static let latencies: Set = ["p50_ms", "p99_ms"]

    /// What the lines of a bench say besides ``common``, by bench and, where a bench has several, by door.
    private static let keys: [String: Set<String>] = [
        "submit": latencies.union([
            "rate", "bare_rate", "ratio", "cpu_us", "bare_cpu_us", "statements", "clients",
        ]),
        "read": latencies.union(["rate", "rows", "page_bytes"]),
        "page": latencies.union(["rate", "rows", "page_bytes"]),
        "page-render": ["rate", "page_bytes", "page_ms", "ms_per_8kb"],
        "paper": latencies.union(["rate", "cpu_ms_per_paper", "clients"]),
        "audit-append": latencies.union(["rate"]),
        "audit-verify": ["rate", "verify_s", "generate_s"],
        "start": latencies.union(["idle_mb", "own_mb"]),
        "login": latencies.union(["rate", "page_alone_p99_ms", "page_beside_p99_ms"]),
        "session": latencies.union(["sessions"]),
        "field": ["suite", "p50_us", "p99_us"],
        "field-key": ["suite", "p50_us", "p99_us"],
        "enumeration code": Set(["door", "p_value"]).union(halves(of: ["known", "unknown"])),
        "enumeration password": Set(["door", "p_value"])
            .union(halves(of: ["password", "closed", "without_password", "nobody"])),
        "desk": latencies.union(["rows"]).union(DeskList.Tab.allCases.map { "max_ms_\($0.rawValue)" }),
        "engine": latencies.union(["rows", "list_pages"]).union(
            ["list_page_few_ms", "list_page_ms", "list_page_ratio"]
        ).union(
            ["submit", "read", "list", "claim", "figures"].flatMap { act in
                ["empty_ms", "ms", "p99_ms", "ratio"].map { "\(act)_\($0)" }
            }),
        "slots": latencies.union(["rate", "slots", "won", "clients"]),
        "step": latencies.union(["rate", "wall_rate", "cpu_us", "tasks", "clients"]),
    ]

    /// What does not depend on how fast a machine is, and how much of it there may be at most.
    ///
    /// A statement more in each submission, or a page that has outgrown its room, is noticed here.
    private static let most: [String: [String: Double]] = [
        "submit": ["statements": 9], "read": ["page_bytes": 8_192], "page": ["page_bytes": 8_192],
        "page-render": ["page_bytes": 8_192], "start": ["idle_mb": 80, "own_mb": 80], "step": ["tasks": 3],
    ]

    private static func halves(of names: [String]) -> [String] {
        names.flatMap { ["p50_ms_\($0)", "p99_ms_\($0)"] }
    }

    /// SpiffWorkflow is measured on one engine alone, and where it is installed.
    private static func peer(_ line: [String: Any]) -> Set<String> {
        guard line["bench"] as? String == "step", line["engine"] as? String == "sqlite" else { return [] }
        return line["peer"] as? String == StepPeer.missing
            ? ["peer"] : ["peer", "peer_rate", "peer_restore_us", "ratio"]
    }

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
            let bench = [line["bench"], line["door"]].compactMap { $0 as? String }.joined(separator: " ")
            let keys = Self.common.union(try #require(Self.keys[bench], "\(bench)")).union(Self.peer(line))
            #expect(Set(line.keys) == keys, "\(line)")
            // Nothing that is measured is nothing.
            for (key, value) in line where !["errors", "wrong", "p_value"].contains(key) {
                #expect(value is String || (value as? Double ?? 0) > 0, "\(key) of \(line)")
            }
            for (key, most) in Self.most[bench] ?? [:] {
                #expect((line[key] as? Double ?? .infinity) <= most, "\(key) of \(line)")
            }
        }
    }

    @Test func aPageThatLacksSomethingIsWrong() throws {
        let page = try BenchPage(in: Catalogue.load(Repository.root.appending(path: "Services")))
        let whole = page.marks.joined(separator: "\n")

        #expect(page.isWhole(whole))
        #expect(page.marks.count > 6)
        for mark in page.marks {
            #expect(!page.isWhole(whole.replacing(mark, with: "")), "\(mark)")
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
