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

    /// The memory of a process that is in the machine's memory; 0 when there is no such process.
    ///
    /// **Unit:** megabytes of a million bytes.
    static func residentMegabytes(of process: Int32) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) * 1_024 / 1e6
    }
}
