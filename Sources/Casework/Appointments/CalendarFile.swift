public import Base
import Catalogue
public import Web

/// One appointment as a calendar takes it: iCalendar (RFC 5545), with an alarm the day before.
///
/// It says what, where and when, and nothing of who: neither name nor number, nor anything by which the case is found.
public struct CalendarFile: Sendable {
    let view: OwnAppointments.View
    let language: Language

    public init(_ view: OwnAppointments.View, in language: Language) {
        self.view = view
        self.language = language
    }

    public func text(_ phrases: Phrases) -> String {
        let appointment = view.appointment
        let isOff = appointment.state == .cancelled
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Egret//Appointments//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:\(Self.stamp(appointment.changedAt))",
            "DTSTART:\(Self.stamp(appointment.startsAt))", "DTEND:\(Self.stamp(appointment.endsAt))",
            "SUMMARY:\(Self.escaped(view.item.name[language]))",
            "LOCATION:\(Self.escaped(view.place[language]))",
            "STATUS:\(isOff ? "CANCELLED" : "CONFIRMED")", "SEQUENCE:\(isOff ? 1 : 0)", "CLASS:PRIVATE",
        ]
        let alarm = [
            "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D",
            "DESCRIPTION:\(Self.escaped(phrases("appointment.alarm", ["service": view.item.name[language]])))",
            "END:VALARM",
        ]
        return (lines + (isOff ? [] : alarm) + ["END:VEVENT", "END:VCALENDAR"])
            .map(Self.folded).joined()
    }

    /// The same for the same appointment, so that a second file takes the place of the first.
    private var uid: String { view.name + "@egret" }

    /// Section 3.3.5, form 2: UTC.
    static func stamp(_ instant: Instant) -> String {
        let seconds = instant.milliseconds / 1_000
        let date = CalendarDate(daysSince1970: Int(seconds / 86_400))
        let clock = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60]
            .map { String($0).leftPadded(to: 2) }.joined()
        return "\(date.compact)T\(clock)Z"
    }

    /// Section 3.3.11.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\n", with: "\\n")
    }

    /// Section 3.1: lines of at most 75 octets, the rest on lines that begin with a space; no character is cut.
    static func folded(_ line: String) -> String {
        var (folded, width) = ("", 0)
        for scalar in line.unicodeScalars {
            let size = String(scalar).utf8.count
            if width + size > 75 {
                folded += "\r\n "
                width = 1
            }
            folded.unicodeScalars.append(scalar)
            width += size
        }
        return folded + "\r\n"
    }
}
