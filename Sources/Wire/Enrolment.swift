/// A terminal asks to be admitted, once, with the code an operator read to the technician.
public struct EnrolmentRequest: Codable, Hashable, Sendable {
    public let code: String
    /// The terminal's own public key, PEM.
    public let publicKeyPEM: String
    /// Serial number of the machine.
    public let serial: String
    public let version: String

    public init(code: String, publicKeyPEM: String, serial: String, version: String) {
        self.code = code
        self.publicKeyPEM = publicKeyPEM
        self.serial = serial
        self.version = version
    }
}

/// What an admitted terminal needs to know.
public struct EnrolmentAnswer: Codable, Hashable, Sendable {
    public let terminalID: String
    public let stationName: String
    public let stationPlace: String
    /// The keys whose print tickets the terminal obeys, PEM.
    public let ticketKeysPEM: [String]

    public init(terminalID: String, stationName: String, stationPlace: String, ticketKeysPEM: [String]) {
        self.terminalID = terminalID
        self.stationName = stationName
        self.stationPlace = stationPlace
        self.ticketKeysPEM = ticketKeysPEM
    }
}
