import Base
import Foundation
import Testing
import Web

/// The words of every room against each other and against the code.
@Suite struct HouseWordsTests {
    /// Keys put together at run time, each family named by what stands before the changing part.
    static let families = [
        "problem."  // problem.<slug>.title and .remedy, from each Refusal
    ]

    static let officeSpeak = [
        "技术故障", "系统异常", "系统错误", "操作失败", "请知悉", "予以", "鉴于", "兹", "贵方", "敬请", "悉知", "提请",
        "非法", "无效请求", "联系管理员", "technical difficulties", "an error occurred", "please be advised",
        "invalid", "illegal", "contact your administrator", "技術故障", "系統異常",
    ]

    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")

    private static let folders: [URL] = {
        let rooms =
            (try? FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)) ?? []
        return rooms.map { $0.appending(path: "Words") }
            .filter { FileManager.default.fileExists(atPath: $0.path) }.sorted { $0.path < $1.path }
    }()

    private static let code: String = {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: sources.path)) ?? []
        return paths.filter { $0.hasSuffix(".swift") }
            .compactMap { try? String(contentsOf: sources.appending(path: $0), encoding: .utf8) }
            .joined(separator: "\n")
    }()

    private func entries(_ language: Language) throws -> [String: String] {
        try Self.folders.reduce(into: [:]) { all, folder in
            let file = folder.appending(path: "\(language.rawValue).json")
            all.merge(try WordsFile(contentsOf: file).entries) { first, _ in first }
        }
    }

    private func stem(_ key: String) -> String {
        for form in [".one", ".other"] where key.hasSuffix(form) { return String(key.dropLast(form.count)) }
        return key
    }

    @Test func everyRoomSaysTheSameInEveryLanguage() throws {
        #expect(Self.folders.count >= 7)
        _ = try Words(folders: Self.folders)
    }

    @Test func everyKeyInTheCodeExists() throws {
        let known = Set(try entries(.mandarin).keys.flatMap { [$0, stem($0)] })
        let asked = try Regex(
            #"(?:\b(?:phrases|words)\(|spoken: )\s*"([a-z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)+)""#)
        let used = Self.code.matches(of: asked).compactMap { $0.output[1].substring.map(String.init) }

        #expect(used.count > 20)
        #expect(Set(used).subtracting(known).sorted() == [])
    }

    @Test func noKeyIsUnused() throws {
        let literal = try Regex(#""([a-z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)+)""#)
        let literals = Set(
            Self.code.matches(of: literal).compactMap { $0.output[1].substring.map(String.init) })
        let families = Self.families + Self.interpolated
        let unused = try entries(.mandarin).keys.filter { key in
            !literals.contains(key) && !literals.contains(stem(key))
                && !families.contains { key.hasPrefix($0) }
        }

        #expect(unused.sorted() == [])
    }

    /// `"state.\(state.rawValue)"` declares the family `state.` by itself.
    private static let interpolated: [String] = {
        guard let pattern = try? Regex(#""([a-z][a-zA-Z0-9-]*\.(?:[a-zA-Z0-9-]+\.)*)\\\("#) else { return [] }
        return code.matches(of: pattern).compactMap { $0.output[1].substring.map(String.init) }
    }()

    @Test func sentencesOnATerminalAreShort() throws {
        let ends: Set<Character> = ["。", "！", "？", "；", "!", "?"]
        let long = try entries(.mandarin).filter { $0.key.hasPrefix("kiosk.") || $0.key.contains(".kiosk.") }
            .flatMap { key, text in
                text.split(whereSeparator: ends.contains).filter { $0.count > 25 }.map { "\(key): \($0)" }
            }

        #expect(long.sorted() == [])
    }

    @Test(arguments: Language.allCases)
    func nobodyIsSpokenToLikeAnOffice(language: Language) throws {
        let stiff = try entries(language).filter { _, text in
            let text = text.lowercased()
            return Self.officeSpeak.contains { text.contains($0) }
        }

        #expect(stiff.keys.sorted() == [])
    }

    @Test func everyFileIsSortedAndWrittenOneKeyALine() throws {
        for folder in Self.folders {
            for language in Language.allCases {
                _ = try WordsFile(contentsOf: folder.appending(path: "\(language.rawValue).json"))
            }
        }
    }
}
