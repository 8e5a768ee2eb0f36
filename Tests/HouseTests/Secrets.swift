import Base
import Foundation
import Sandbox

/// What must not stand anywhere in clear: names, numbers and telephones of people.
struct Secrets {
    let needles: [String]

    init(of people: [SampleCitizen]) {
        needles = people.flatMap { person in
            [person.name, person.number.text] + (person.phone.map { [$0.text] } ?? [])
        }
    }

    /// The secrets that stand in some bytes: as they are, and as the hexadecimal digits of a column of bytes.
    func found(in bytes: Data) -> [String] {
        needles.filter { needle in
            let plain = Data(needle.utf8)
            let hex = Data(plain.map { String(format: "%02x", $0) }.joined().utf8)
            return bytes.range(of: plain) != nil || bytes.range(of: hex) != nil
        }
    }
}
