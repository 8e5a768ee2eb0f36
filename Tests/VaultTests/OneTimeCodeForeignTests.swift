import Foundation
import Support
import Testing
import Vault

/// One-time codes beside those of `oathtool` (OATH Toolkit), which we did not write.
@Suite struct OneTimeCodeForeignTests {
    static let program = "/usr/bin/oathtool"
    static let isThere =
        FileManager.default.isExecutableFile(atPath: program)
        || ProcessInfo.processInfo.environment["EGRET_REQUIRE_FOREIGN"] == "1"

    @Test(
        "ASVS 6.5.5: oathtool and we give the same codes for twenty keys over ten minutes each",
        .enabled(if: isThere), arguments: OneTimeCode.Hash.allCases, [6, 8])
    func oathtoolGivesTheSameCodes(hash: OneTimeCode.Hash, digits: Int) throws {
        let chance = TestRandom(seed: UInt64(digits))
        for _ in 0..<20 {
            let key = chance.bytes(20 + Int(chance.next() % 45))
            // A moment between 1970 and 2106, and the twenty steps that follow.
            let seconds = chance.next() % (1 << 32)

            let theirs = try run([
                "--totp=\(hash.rawValue)", "--digits=\(digits)", "--time-step-size=30s", "--window=20",
                "--now=@\(seconds)",
                key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
            ])

            let ours = (0...20).map {
                OneTimeCode.code(key: key, counter: seconds / 30 + $0, digits: digits, hash: hash)
            }
            #expect(theirs == ours)
        }
    }

    private func run(_ arguments: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: output, as: UTF8.self))")
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
