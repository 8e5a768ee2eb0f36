import Catalogue
import Web

/// Where a form is answered: at a terminal, or on its person's own phone; the same pages in another frame.
public enum CasePlace: Sendable {
    case terminal
    case phone

    /// Where what she began is listed, or the first screen.
    var home: String {
        switch self {
        case .terminal: "/"
        case .phone: "/account/cases"
        }
    }

    /// The case's own address.
    func path(_ number: CaseNumber) -> String {
        switch self {
        case .terminal: "/cases/\(number)"
        case .phone: "/account/cases/\(number)"
        }
    }

    /// Where everything stands that an event in life asks.
    func path(_ bundle: ServiceID) -> String {
        switch self {
        case .terminal: "/\(bundle.rawValue)"
        case .phone: "/account/\(bundle.rawValue)"
        }
    }

    func page(
        _ frame: Frame, _ context: EgretContext, title: String, lead: String? = nil, back: String?,
        spoken: String, refresh: Refresh? = nil, script: [String] = [], hasErrors: Bool = false,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        switch self {
        case .terminal:
            frame.kiosk(
                context, title: title, lead: lead, back: back, spoken: spoken, refresh: refresh,
                script: script, hasErrors: hasErrors, content: content)
        case .phone:
            frame.site(
                context, title: title, lead: lead, refresh: refresh, script: script, hasErrors: hasErrors
            ) {
                content()
                if let back {
                    actions(Button(frame.phrases(context)("frame.back"), .link, to: back))
                }
            }
        }
    }
}
