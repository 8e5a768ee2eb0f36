public import Catalogue
public import Identity
public import Stations
import Wire

/// Whether a service can be done at one terminal just now, and what is worse there than usual.
///
/// A device that is out bars a service only where no way without it remains.
public struct ServiceHere: Hashable, Sendable {
    /// Why it cannot be begun here.
    public enum Bar: String, Sendable, CaseIterable {
        case serviceStopped = "service-stopped"
        /// It ends in a paper while the person waits, and there is no printer for it.
        case printerOut = "printer-out"
        /// Every way to be identified in it begins with the card.
        case readerOut = "reader-out"
        /// Every way to be identified in it ends with the face.
        case cameraOut = "camera-out"
    }

    /// What is worse than usual and stops nobody.
    public enum Warning: String, Sendable, CaseIterable {
        /// No card is read; her phone proves her.
        case noCard = "no-card"
        /// No picture is taken; another way proves her.
        case noFace = "no-face"
        /// Nothing is printed today; the paper of what is decided later is fetched later.
        case paperLater = "paper-later"
        /// A register that is asked has not answered of late.
        case registerSilent = "register-silent"
    }

    /// What a service asks of the terminal it is done at.
    public struct Needs: Hashable, Sendable {
        /// Each is enough.
        public let ways: [Way]
        /// Whether its paper comes out while the person waits.
        public let printsAtOnce: Bool

        public init(ways: [Way], printsAtOnce: Bool) {
            self.ways = ways
            self.printsAtOnce = printsAtOnce
        }

        /// The needs of a service, where the house offers the national network identity or does not.
        public init(_ item: ServiceItem, offersNetwork: Bool) {
            self.init(
                ways: Way.accepted(by: item).filter { $0 != .network || offersNetwork },
                // A bundle ends in no paper of its own.
                printsAtOnce: item.handling == .instant && !item.isBundle)
        }
    }

    public let bar: Bar?
    /// In the order in which they matter to her; none where it is barred.
    public let warnings: [Warning]

    /// Nothing is in its way.
    public static let well = ServiceHere(bar: nil, warnings: [])

    private init(bar: Bar?, warnings: [Warning]) {
        self.bar = bar
        self.warnings = warnings
    }

    /// What a terminal's own last word means for a service; a terminal that has said nothing is taken to be well.
    public init(
        _ needs: Needs, isStopped: Bool = false, health: TerminalHealth?, isRegisterSilent: Bool = false
    ) {
        let (reader, camera) = (health?.cardReader != .out, health?.camera != .out)
        let printer = health?.printer != .out
        let left = Self.usable(needs.ways, reader: reader, camera: camera)
        if isStopped {
            self.init(bar: .serviceStopped, warnings: [])
        } else if needs.printsAtOnce, !printer {
            self.init(bar: .printerOut, warnings: [])
        } else if left.isEmpty, !needs.ways.isEmpty {
            self.init(bar: reader ? .cameraOut : .readerOut, warnings: [])
        } else {
            let lost = needs.ways.filter { !left.contains($0) }
            var warnings: [Warning] = []
            if !reader, !lost.isEmpty {
                warnings.append(.noCard)
            } else if !lost.isEmpty {
                warnings.append(.noFace)
            }
            if !printer { warnings.append(.paperLater) }
            if isRegisterSilent { warnings.append(.registerSilent) }
            self.init(bar: nil, warnings: warnings)
        }
    }

    /// The ways for which a terminal has its devices.
    public static func usable(_ ways: [Way], at health: TerminalHealth?) -> [Way] {
        usable(ways, reader: health?.cardReader != .out, camera: health?.camera != .out)
    }

    private static func usable(_ ways: [Way], reader: Bool, camera: Bool) -> [Way] {
        ways.filter { way in
            (reader || !way.factors.contains("card")) && (camera || !way.factors.contains("face"))
        }
    }
}

extension Way {
    /// The ways a service accepts, none better placed than the other.
    static func accepted(by item: ServiceItem) -> [Way] {
        allCases.filter { way in
            item.factorSets.contains { Set($0.map(\.rawValue)) == way.factors }
        }
    }
}
