import Base
import Foundation
import Testing
import Web

@Suite struct WordsTests {
    /// Writes the three files of one room into a folder of its own.
    private func folder(_ files: [Language: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "egret-words-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (language, text) in files {
            try text.write(
                to: folder.appending(path: "\(language.rawValue).json"), atomically: true, encoding: .utf8)
        }
        return folder
    }

    private func words(_ mandarin: String, _ english: String, _ minnan: String) throws -> Words {
        let folder = try folder([.mandarin: mandarin, .english: english, .minnan: minnan])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try Words(folders: [folder])
    }

    @Test func placesAreFilledAndNumbersChooseTheForm() throws {
        let text = "{\n\"a.one\": \"{count} case of {who}\",\n\"a.other\": \"{count} cases of {who}\"\n}"
        let phrases = try words(text, text, text).phrases(.english)

        #expect(phrases("a", count: 1, ["who": "Lin"]) == "1 case of Lin")
        #expect(phrases("a", count: 2, ["who": "Lin"]) == "2 cases of Lin")
    }

    @Test func anUnknownKeyIsShownInBracketsAndCounted() throws {
        let words = try words("{}", "{}", "{}")

        #expect(words.phrases(.mandarin)("a.b") == "[a.b]")
        #expect(words.unknownKeys == ["a.b"])
    }

    @Test func filesMustHoldTheSameKeys() {
        #expect(throws: WordsProblem.keysDiffer(.english, keys: ["b"])) {
            try words("{\n\"a\": \"x\"\n}", "{\n\"a\": \"x\",\n\"b\": \"x\"\n}", "{\n\"a\": \"x\"\n}")
        }
    }

    @Test func phrasesMustHaveTheSamePlaces() {
        #expect(throws: WordsProblem.placesDiffer(.minnan, key: "a")) {
            try words("{\n\"a\": \"{x}\"\n}", "{\n\"a\": \"{x}\"\n}", "{\n\"a\": \"{y}\"\n}")
        }
    }

    @Test func filesMustBeSorted() throws {
        let unsorted = "{\n\"b\": \"x\",\n\"a\": \"x\"\n}"

        #expect(throws: WordsProblem.self) { try words(unsorted, unsorted, unsorted) }
    }

    @Test func aMissingFileIsFoundAtStart() throws {
        let folder = try folder([.mandarin: "{}"])
        defer { try? FileManager.default.removeItem(at: folder) }

        #expect(throws: WordsProblem.self) { try Words(folders: [folder]) }
    }

    @Test func aKeyOfTwoRoomsIsFoundAtStart() throws {
        let text = "{\n\"a\": \"x\"\n}"
        let folder = try folder([.mandarin: text, .english: text, .minnan: text])
        defer { try? FileManager.default.removeItem(at: folder) }

        #expect(throws: WordsProblem.self) { try Words(folders: [folder, folder]) }
    }
}
