/// The figures of the rules of conduct; the house's configuration sets them.
public struct ConductFigures: Hashable, Sendable {
    /// How far back any rule looks; older looks are forgotten here, and stand in the log for ever.
    static let memory = Duration.seconds(24 * 3_600)
    /// **Range:** looks of one person within ``window``; more than these break ``ConductRule/many`` long before.
    static let looksMax = 1_000
    static let hour = Duration.seconds(3_600)

    /// Hours of the day in China in which nobody wonders.
    public var hours = 7..<21
    /// So many numbers one after the other are a row; 2 and up.
    public var runLength = 5
    public var runWithin = Duration.seconds(600)
    /// Different cases an hour.
    public var perHourMax = 40
    /// Searches for a person an hour.
    public var searchesPerHourMax = 20
    /// Looks an hour that were refused.
    public var refusedPerHourMax = 5
    /// The longest time from a look to its alert on the security officer's page.
    public var alertWithin = Duration.seconds(60)
    /// Surnames that more than one in two hundred people of southern Fujian bear, by our estimate; no census was read.
    ///
    /// Sharing one says nothing. A city sets its own list.
    public var commonSurnames: Set<Character> = Set(
        "陈林黄张吴李郑王刘苏蔡杨许叶洪谢周郭曾徐何江邱赖罗朱卢高施余庄潘颜沈邓胡魏廖范柯赵方孙钟詹傅温翁戴连程董")

    public init() {}

    var window: Duration { max(runWithin, Self.hour) }
}
