import Configuration
import Support
import Testing

@testable import egret

/// What an operator may mistype, made up two thousand times: refused with the key's name, or fit to use.
@Suite struct ConfigurationNoiseTests {
    static let keys = [
        "EGRET_HOST", "EGRET_PUBLIC_PORT", "EGRET_STAFF_PORT", "EGRET_TERMINALS_PORT", "EGRET_PUBLIC_URL",
        "EGRET_DATABASE_ENGINE", "EGRET_DATABASE_CONNECTIONS", "EGRET_DATABASE_URL", "EGRET_STATE",
        "EGRET_DEVELOPMENT", "EGRET_AUTHORITY_URL", "EGRET_SEAL_PICTURE",
        "EGRET_CONDUCT_HOURS", "EGRET_CONDUCT_RUN_LENGTH", "EGRET_CONDUCT_ALERT_SECONDS",
        "EGRET_CONDUCT_SURNAMES",
    ]
    static let values = [
        "", " ", "0", "-1", "8080", "65536", "eighty", "9223372036854775808", "1e3", "٣", "true", "yes",
        "sqlite",
        "postgres", "Postgres", "http://x", "https://x/", "ftp://x", "\u{0}", "\u{202E}", "a=b", "厦门", "1,2",
        "64", "65",
    ]

    @Test func whateverTheEnvironmentSaysIsFitToUseOrNamed() {
        var chance = Chance(state: 42)
        for _ in 0..<2_000 {
            var environment: [String: String] = [:]
            for key in Self.keys where chance.below(3) == 0 {
                environment[key] = Self.values[chance.below(Self.values.count)]
            }
            check(environment)
        }
    }

    @Test(arguments: ["eighty", "", "1e3", "9223372036854775808", "-1", "65536"])
    func aPortThatIsNoneIsNotTheDefault(value: String) {
        #expect(throws: ConfigProblem.self) { try CentreConfig(Self.reader(["EGRET_PUBLIC_PORT": value])) }
    }

    private func check(_ environment: [String: String]) {
        let config = Self.reader(environment)
        do throws(ConfigProblem) {
            let centre = try CentreConfig(config)
            let ports = [centre.publicPort, centre.staffPort, centre.terminalsPort]
            #expect(ports.allSatisfy { (0...65_535).contains($0) }, "\(environment)")
            for (key, port) in zip(Self.keys[1...3], ports) {
                #expect(environment[key].map { Int($0) == port } ?? true, "\(key) of \(environment)")
            }
            #expect(centre.publicURL.hasPrefix("http") && !centre.publicURL.hasSuffix("/"), "\(environment)")
        } catch {
            #expect(environment.keys.contains(Self.variable(error)), "\(error) of \(environment)")
        }
        do throws(ConfigProblem) {
            let database = try DatabaseConfig(config)
            #expect((1...64).contains(database.connections), "\(environment)")
            #expect(database.engine == .sqlite || database.url != nil, "\(environment)")
        } catch {
            #expect(error.key.hasPrefix("database."), "\(error) of \(environment)")
        }
        do throws(ConfigProblem) {
            _ = try ForeignConfig(config)
        } catch {
            #expect(error.key == "scanner.address", "\(error) of \(environment)")
        }
    }

    private static func variable(_ problem: ConfigProblem) -> String {
        "EGRET_" + problem.key.uppercased().replacing(".", with: "_")
    }

    private static func reader(_ environment: [String: String]) -> ConfigReader {
        ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(
                with: "egret"))
    }

    /// The same numbers in every run (Knuth's MMIX).
    private struct Chance {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }
}
