import Foundation

/// What this process and others use of the machine.
enum ProcessUsage {
    /// Time of all threads on all cores.
    static var cpuMilliseconds: Double {
        var usage = rusage()
        // 0 is RUSAGE_SELF, whose type differs between C libraries.
        getrusage(0, &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let microseconds = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        return seconds * 1_000 + microseconds / 1_000
    }

    /// What a process holds of the machine's memory, all of it and what is its own alone; 0 when there is no such process.
    ///
    /// The rest is code and data of files, which the kernel shares among programs and takes away when it wants the room.
    /// **Unit:** megabytes of a million bytes.
    static func megabytes(of process: Int32) -> (resident: Double, own: Double) {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        func field(_ name: String) -> Double {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            return (Double(line.filter(\.isNumber)) ?? 0) * 1_024 / 1e6
        }
        return (field("VmRSS:"), field("RssAnon:"))
    }
}
