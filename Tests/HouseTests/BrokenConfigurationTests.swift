import Foundation
import Sandbox
import Support
import Testing
import Vault

@testable import egret

/// A centre that cannot be built says which file is missing, and leaves nothing open behind it.
@Suite struct BrokenConfigurationTests {
    @Test(arguments: [
        ("sandbox/authority.certificate.pem", "authority.certificate"),
        ("sandbox", "registers.certificates"),
    ])
    func aMissingFileIsNamedByItsKey(path: String, key: String) async throws {
        let box = try await HouseBox(.sqlite)
        try FileManager.default.removeItem(at: box.folder.appending(path: path))
        if path == "sandbox" {
            // A readable authority, and a department's certificate that is none.
            try FileManager.default.createDirectory(
                at: box.folder.appending(path: "sandbox/police.certificate.pem"),
                withIntermediateDirectories: true)
            try Data(box.sandboxKeys.authority.certificate.pem.utf8)
                .write(to: box.folder.appending(path: "sandbox/authority.certificate.pem"))
        }

        let problem = await #expect(throws: ConfigProblem.self) { _ = try await box.house() }

        #expect(problem?.key == key)
        await box.remove()
    }
}
