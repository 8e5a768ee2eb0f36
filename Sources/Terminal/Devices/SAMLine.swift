import Glibc

/// One conversation with the module over a serial line.
struct SAMLine: Sendable {
    enum Failed: Error, Hashable, Sendable {
        case line
        case silence
        case damaged
    }

    private let port: SerialPort
    private let timeout: Duration

    init(path: String, timeout: Duration) throws(SerialPort.Failed) {
        port = try SerialPort(path: path)
        self.timeout = timeout
    }

    /// Sends a command and waits for its answer, twice at most.
    func ask(_ command: SAMFrame.Command) throws(Failed) -> SAMFrame {
        do {
            return try askOnce(command)
        } catch .line {
            throw .line
        } catch {
            return try askOnce(command)
        }
    }

    private func askOnce(_ command: SAMFrame.Command) throws(Failed) -> SAMFrame {
        let end = ContinuousClock.now + timeout
        var parser = SAMFrameParser()
        do {
            // A late answer to the command before must not be taken for the answer to this one.
            while ContinuousClock.now < end, !(try port.read(within: .zero)).isEmpty {}
            try port.write(SAMFrame(command).bytes)
        } catch {
            throw .line
        }
        var damaged = false
        while ContinuousClock.now < end {
            let left = end - ContinuousClock.now
            do {
                parser.append(try port.read(within: left))
            } catch {
                throw .line
            }
            while let event = parser.next() {
                switch event {
                case .frame(let frame) where frame.status == .checksumWrong: damaged = true
                case .frame(let frame) where frame.status != nil: return frame
                case .frame, .damaged: damaged = true
                }
            }
            if damaged { throw .damaged }
        }
        throw .silence
    }

    func pause(_ duration: Duration) {
        usleep(UInt32(clamping: duration.components.attoseconds / 1_000_000_000_000))
    }

    func close() {
        port.close()
    }
}
