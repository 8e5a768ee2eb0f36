import Base
import Foundation

/// Reads one in so many papers with `pdftotext` as well, so that a mistake of our own reader shows.
struct SecondReader: Sendable {
    static let program = "/usr/bin/pdftotext"

    let every: Int
    let folder: URL

    /// Nil where the program is not installed.
    init?(every: Int, folder: URL) {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else { return nil }
        self.every = every
        self.folder = folder
    }

    /// - Returns: What is wrong, in words; nil when it is not this paper's turn, or nothing is.
    func findings(
        _ pdf: [UInt8], person: MixupPeople.Person, agent: MixupPeople.Person? = nil, people: MixupPeople,
        number: Int
    ) -> String? {
        guard number % every == 1 || every == 1 else { return nil }
        do {
            let text = try text(pdf, name: "sample-\(person.index)-\(number)")
            guard MixupPeople.numbers(in: text.utf8) == [person.number.text],
                people.names(in: text) == Set([person.name] + [agent?.name].compactMap(\.self))
            else { return "pdftotext reads another person than \(person.index)" }
            return nil
        } catch {
            return "pdftotext cannot read a paper: \(error)"
        }
    }

    func text(_ pdf: [UInt8], name: String) throws -> String {
        let paper = folder.appending(path: name + ".pdf")
        let plain = folder.appending(path: name + ".txt")
        defer { for file in [paper, plain] { try? FileManager.default.removeItem(at: file) } }
        try Data(pdf).write(to: paper)
        try ChildProgram.run(Self.program, [paper.path, plain.path])
        return try String(contentsOf: plain, encoding: .utf8)
    }
}
