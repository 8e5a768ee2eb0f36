import Base
import Documents
import Foundation
import Support
import Testing
import Vault

@Suite("Papers as drawn and sealed")
struct PaperTests {
    private let ring: KeyRing

    init() throws { ring = try KeyRing.create(suite: .international, world: .frozen()) }

    private func orders() throws -> [(name: String, order: DocumentOrder)] {
        [
            ("identity", try Sample.identity()), ("insurance", try Sample.insurance()),
            ("fund", try Sample.fund()),
        ]
    }

    @Test(.enabled(if: Tool.has("pdfsig", "qpdf", "pdftotext")))
    func everyPaperIsSealedWholeAndReadable() async throws {
        let factory = try Sample.factory(ring)
        try await Tool.folder { folder in
            for (name, order) in try orders() {
                let paper = try await factory.make(order)
                let file = try Tool.write(paper.pdf, to: folder.appending(path: "\(name).pdf"))
                if let keep = ProcessInfo.processInfo.environment["EGRET_PAPERS"] {
                    _ = try Tool.write(
                        paper.pdf, to: URL(fileURLWithPath: keep).appending(path: "\(name).pdf"))
                }

                let signature = try Tool.run("pdfsig", [file])
                let structure = try Tool.run("qpdf", ["--check", file])
                let text = try Tool.run("pdftotext", ["-layout", file, "-"])

                #expect(signature.output.contains("Signature is Valid"), "\(signature.output)")
                #expect(signature.output.contains("Total document signed"))
                #expect(structure.status == 0, "\(structure.output)")
                for wanted in [order.serviceName, "陈静", "350203199006159807", order.code.grouped, "测试专用章"] {
                    #expect(text.output.contains(wanted), "\(wanted) in \(text.output)")
                }
            }
        }
    }
}
