import Base
import Catalogue
import Web

/// Says before the first question that a service cannot be had now, what is missing, and what can be done.
struct NotEligiblePage {
    let form: CaseForm
    let place: CasePlace
    /// The whole of which it is a part; nil for most.
    let bundle: ServiceItem?
    let catalogue: Catalogue

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return place.page(
            frame, context, title: phrases("kiosk.not-eligible.title", ["service": form.item.name[language]]),
            back: nil,
            spoken: "kiosk.not-eligible.spoken"
        ) {
            for reason in form.unmet {
                Notice(.warning, phrases("kiosk.not-eligible.missing"), reason.otherwise[language]).html
                if case let named = catalogue.named(in: reason.otherwise), !named.isEmpty {
                    actions(
                        named.map {
                            Button($0.name[language], .secondary, to: "/services/\($0.id.rawValue)")
                        })
                }
            }
            if let bar = form.booking?.bar {
                Notice(.warning, phrases("kiosk.not-eligible.missing"), words(bar, phrases)).html
            }
            SummaryList([
                .init(
                    phrases("kiosk.not-eligible.basis"),
                    ServiceFacts(form.item, phrases, context.language).basis.value),
                .init(phrases("kiosk.not-eligible.review"), form.item.remedies.review[language]),
                .init(phrases("kiosk.case.number"), form.file.number.spoken),
            ]).html(phrases)
            BundleLink(bundle: bundle, place: place).html(phrases, language)
            actions(Button(phrases("kiosk.stopped.others"), to: place.home))
        }
    }

    private func words(_ bar: CaseBooking.Bar, _ phrases: Phrases) -> String {
        switch bar {
        case .suspended(let day):
            phrases(
                "kiosk.slot.suspended",
                [
                    "missed": "\(form.booking?.plan?.noShow?.missed ?? 0)",
                    "day": day.shown(in: phrases.language),
                ])
        case .nothingToCancel: phrases("kiosk.bookings.none")
        }
    }
}
