import ArgumentParser
import Base
import Foundation
import Logging
import Staff
import Storage
import Vault

/// `egret keys`: the key ring that everything else hangs on.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Create, rotate and show the key ring.",
        subcommands: [Create.self, Complete.self, Rotate.self, Tokens.self, Seal.self, Show.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key ring where there is none.")

        @OptionGroup var shared: SharedOptions

        @Option(help: "international (AES, SHA-256, P-256, Ed25519) or national (SM4, SM3, SM2).")
        var suite = Suite.international.rawValue

        func validate() throws {
            guard Suite(rawValue: suite) != nil else {
                throw ValidationError("--suite takes international or national")
            }
        }

        func run() async throws {
            let suite = Suite(rawValue: suite) ?? .international
            let file = URL(filePath: try CentreConfig(await shared.reader()).keysPath)
            guard !FileManager.default.fileExists(atPath: file.path()) else {
                throw CommandProblem("\(file.path()) is there already; a lost ring loses every sealed field")
            }
            try KeyRing.create(suite: suite, world: .live).write(to: file)
            print(file.path())
        }
    }

    struct Complete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the keys that a ring of an older version lacks; those it has stay.",
            discussion: "Restart the running servers to use them.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let file = URL(filePath: try CentreConfig(await shared.reader()).keysPath)
            let ring = try KeyRing(contentsOf: file)
            let missing = ring.missingPurposes
            try ring.completed(world: .live).write(to: file)
            for purpose in missing { print(purpose.rawValue) }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key and wrap every person's key under it.",
            discussion:
                "Stop every node first: nodes read the ring at start only. Then copy it to each, and start.")

        @OptionGroup var shared: SharedOptions
        @OptionGroup var permit: PermitOption

        func run() async throws {
            let config = try await shared.reader()
            try await permit.require(.keysRotate, config)
            let file = URL(filePath: try CentreConfig(config).keysPath)
            let ring = try KeyRing(contentsOf: file).rotated(world: .live)
            try ring.write(to: file)
            let vault = Vault(ring: ring, world: .live)
            let engine = try await House.engine(
                DatabaseConfig(config), world: .live, logger: Logger(label: "egret"))
            var moved = 0
            while case let count = try await engine.write({ db in try vault.rewrapSome(limit: 500, in: db) }),
                count > 0
            {
                moved += count
            }
            await engine.close()
            print("active key \(ring.activeKeyID); \(moved) persons' keys wrapped anew")
        }
    }

    struct Tokens: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add keys for tokens that other sites check; the former ones stay published.",
            discussion:
                "Restart the running servers within the hour in which the new keys are only published.")

        @OptionGroup var shared: SharedOptions
        @OptionGroup var permit: PermitOption

        func run() async throws {
            let config = try await shared.reader()
            try await permit.require(.keysTokens, config)
            let file = URL(filePath: try CentreConfig(config).keysPath)
            let ring = try KeyRing(contentsOf: file).rotatingTokenKeys(world: .live)
            try ring.write(to: file)
            for use in TokenUse.allCases {
                let names = ring.publishedKeys(use, at: World.live.now()).keys.compactMap(\.id)
                print("\(use.rawValue)\t\(names.joined(separator: " "))")
            }
        }
    }

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the city's licensed seal in the place of the test seal.",
            discussion:
                "Needs the key and certificate of a licensed seal service; set seal.picture beside it.")

        @OptionGroup var shared: SharedOptions
        @OptionGroup var permit: PermitOption
        @Option(help: "The seal's private key, PEM, readable by its owner only.") var key: String
        @Option(help: "The seal's certificate, PEM.") var certificate: String

        func run() async throws {
            let config = try await shared.reader()
            let file = URL(filePath: try CentreConfig(config).keysPath)
            let pem = try String(contentsOfFile: certificate, encoding: .utf8)
            // Before the permit, so that a key that does not fit uses none up.
            let ring = try KeyRing(contentsOf: file).replacing(
                .documentSeal, keyPEM: String(contentsOfFile: key, encoding: .utf8), certificatePEM: pem,
                licensed: true)
            try await permit.require(.keysSeal(Digest.sha256(Array(pem.utf8)).hex), config)
            try ring.write(to: file)
            print("sealed in the name of \(try ring.certificate(for: .documentSeal).subjectCommonName)")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the suite, the active key's id and the public keys; no secret.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let ring = try KeyRing(
                contentsOf: URL(filePath: try CentreConfig(await shared.reader()).keysPath))
            print("suite \(ring.suite.rawValue), active key \(ring.activeKeyID)")
            for purpose in KeyPurpose.allCases {
                guard !ring.missingPurposes.contains(purpose) else {
                    print("\(purpose.rawValue) (missing: egret keys complete makes it)")
                    continue
                }
                print("\(purpose.rawValue)\(ring.isLicensed(purpose) ? " (licensed)" : "")")
                print(try ring.signingKey(purpose).publicKey.pem)
            }
        }
    }
}
