import Synchronization

/// The certificates that were read last: the same few come with every answer of a foreign system, and reading one takes
/// longer than checking a signature with it.
///
/// What a certificate says follows from its bytes alone, so whoever reads it first decides nothing for the next.
enum KnownCertificates {
    private static let countMax = 64
    /// Longer ones are read each time, so that strangers cannot fill the memory.
    private static let bytesMax = 4_096
    private static let read = Mutex<[[UInt8]: Certificate]>([:])

    /// The same as ``Certificate/init(der:)``.
    static func certificate(_ der: [UInt8]) throws(VaultError) -> Certificate {
        if let known = read.withLock({ $0[der] }) { return known }
        let certificate = try Certificate(der: der)
        if der.count <= bytesMax {
            read.withLock { known in
                if known.count >= countMax { known.removeAll(keepingCapacity: true) }
                known[der] = certificate
            }
        }
        return certificate
    }
}
