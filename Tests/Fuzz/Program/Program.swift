import CFuzzer
import Foundation
import Base
import Fuzzing
import Synchronization

/// The fuzzer's program: `egret-fuzz doors` names the doors, `egret-fuzz seeds DOOR FOLDER` writes what a door starts from,
/// and with a door's name in `EGRET_DOOR` it is libFuzzer, with libFuzzer's arguments.
@main
enum Program {
    static func main() throws {
        let arguments = CommandLine.arguments
        if let name = ProcessInfo.processInfo.environment["EGRET_DOOR"] {
            try fuzz(name)
        } else if arguments.count == 4, arguments[1] == "seeds" {
            try writeSeeds(of: arguments[2], to: arguments[3])
        } else {
            print(Door.all.map(\.name).joined(separator: "\n"))
        }
    }

    struct Unknown: Error { let door: String }

    private static func door(_ name: String) throws -> Door {
        guard let door = Door.named(name) else { throw Unknown(door: name) }
        return door
    }

    /// Writes the seeds as files, and beside the folder the dictionary of the door's words.
    private static func writeSeeds(of name: String, to folder: String) throws {
        let door = try door(name)
        for (index, seed) in try door.seeds().enumerated() {
            try Data(seed).write(to: URL(filePath: folder).appending(path: "seed-\(index)"))
        }
        let lines = door.words.map { word in
            "\"" + word.utf8.map { "\\x" + [$0].hex.uppercased() }.joined() + "\"\n"
        }
        try lines.joined().write(toFile: folder + ".dict", atomically: true, encoding: .utf8)
    }

    private static func fuzz(_ name: String) throws {
        let door = try door(name)
        chosen.withLock { $0 = door }
        precondition(fuzzer_fix_chance() == 1, "OpenSSL keeps a chance of its own")
        let texts = CommandLine.arguments + ["-max_len=\(door.bytesMax)"]
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        exit(
            pointers.withUnsafeMutableBufferPointer { buffer in
                var count = Int32(texts.count)
                var start = buffer.baseAddress
                return LLVMFuzzerRunDriver(&count, &start, enterOnce)
            })
    }

    private static let chosen = Mutex<Door?>(nil)

    /// Ends the process, as libFuzzer expects, when a promise is broken.
    fileprivate static func enter(_ input: UnsafeBufferPointer<UInt8>) -> Int32 {
        do {
            try chosen.withLock { $0 }?.enter(Array(input))
        } catch {
            FileHandle.standardError.write(Data("Broken: \(error)\n".utf8))
            abort()
        }
        return 0
    }
}

/// What libFuzzer calls with each input; its own main, which is linked and not used, knows it by this name.
@_cdecl("LLVMFuzzerTestOneInput")
func enterOnce(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    Program.enter(UnsafeBufferPointer(start: data, count: count))
}
