public import Identity
public import Stations
public import Web

/// The room's verbs, as the house wires them.
public final class AssistanceVerbs: Sendable {
    public let enrol: EnrolVolunteer
    public let retire: RetireVolunteer
    public let volunteers: VolunteerList
    public let call: CallHelper
    public let begin: BeginHelp
    public let attend: AttendHelp
    public let stepAside: StepAside
    public let end: EndHelp
    let parts: AssistanceParts

    public init(
        _ parts: AssistanceParts, stations: StationQueries, messages: any MessagePort, words: Words
    ) {
        self.parts = parts
        enrol = EnrolVolunteer(parts: parts, stations: stations)
        retire = RetireVolunteer(parts: parts)
        volunteers = VolunteerList(parts: parts)
        call = CallHelper(
            parts: parts, station: { try await stations.station(of: $0)?.id }, messages: messages,
            words: words)
        begin = BeginHelp(parts: parts)
        attend = AttendHelp(parts: parts)
        stepAside = StepAside(parts: parts)
        end = EndHelp(parts: parts)
    }
}
