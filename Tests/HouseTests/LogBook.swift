import Base
import Logging
import Synchronization
import Web

/// Every line that the house's own log handler writes, kept for reading.
final class LogBook: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    func logger(_ label: String) -> Logger {
        Logger(label: label) { label in
            JSONLogHandler(label: label, world: .live) { line in self.written.withLock { $0.append(line) } }
        }
    }
}
