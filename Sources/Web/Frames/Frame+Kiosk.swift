import Base

extension Frame {
    /// A screen of a station's terminal.
    ///
    /// `title` is the one heading and `lead` a sentence under it; `back` is nil on a screen that has no way back;
    /// `spoken` is the words key of what is said aloud; `refresh` is for a screen that waits; `script` names further
    /// modules such as `camera.js`; `hasErrors` says that the screen shows an error summary; `times` are the screen's own.
    public func kiosk(
        _ context: EgretContext, title: String, lead: String? = nil, back: String?, spoken: String,
        refresh: Refresh? = nil, script: [String] = [], hasErrors: Bool = false, idle times: IdleTimes? = nil,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        let phrases = phrases(context)
        return document(
            context, kind: "kiosk", title: title, hasErrors: hasErrors, styles: ["kiosk.css", "journey.css"],
            scripts: ["idle.js", "once.js", "unsent.js"] + script, refresh: refresh
        ) {
            fragment {
                skipLink(phrases)
                element("div", .id("screen"), .class("screen")) {
                    element("header", .class("head")) {
                        void(
                            "img", .class("shore"), .src(assets.path("shore.svg")), .alt(""), .width(1_080),
                            .height(420))
                        kioskBrand(phrases)
                        element("div", .class("head-words")) {
                            element("h1") { title }
                            if let lead { element("p", .class("lead")) { lead } }
                        }
                    }
                    element("main", .id("main"), .data("spoken", phrases(spoken))) {
                        helperStrip(context, phrases)
                        content()
                    }
                    kioskBar(context, phrases, back: back)
                }
                idleParts(context, phrases, times ?? idle)
            }
        }
    }

    private func kioskBrand(_ phrases: Phrases) -> HTML {
        element("div", .class("brand")) {
            void("img", .src(assets.path("egret.svg")), .alt(""), .width(72), .height(72))
            element("span", .class("brand-name")) { phrases("frame.name") }
        }
    }

    private func kioskBar(_ context: EgretContext, _ phrases: Phrases, back: String?) -> HTML {
        element("nav", .class("bar"), .ariaLabel(phrases("frame.bar"))) {
            element("div", .class("ways")) {
                if let back { way(back, "back", phrases("frame.back")) }
                if context.sessionToken == nil {
                    way("/", "home", phrases("frame.home"))
                } else {
                    // Going home ends the session: nothing of this person stays for the next.
                    element("form", .method("post"), .action("/terminal/end")) {
                        element("button", .class("way")) {
                            icon("home")
                            element("span") { phrases("frame.end") }
                        }
                    }
                }
                // While somebody helps, help says who it is and what she may.
                let help = context.helper == nil ? "/help" : helperLink?.path ?? "/help"
                way("\(help)?from=\(Self.escaped(context.place))", "help", phrases("frame.help"))
            }
            element("div", .class("tools")) {
                displayForms(context)
                languageForms(context)
            }
        }
    }

    private func way(_ address: String, _ symbol: String, _ words: String) -> HTML {
        element("a", .class("way"), .href(address)) {
            icon(symbol)
            element("span") { words }
        }
    }

    /// The hidden question "still there?" and the form that ends the visit; `idle.js` brings both to life.
    private func idleParts(_ context: EgretContext, _ phrases: Phrases, _ times: IdleTimes) -> HTML {
        let times = times.stretched(for: context.display)
        let isKnown = context.sessionToken != nil
        return fragment {
            element("form", .id("end-form"), .method("post"), .action("/terminal/end"), .hidden(true))
            element(
                "div", .id("idle"), .class("idle"), .role("alertdialog"), .labelledBy("idle-title"),
                .describedBy("idle-text"), .hidden(true),
                .data("known", isKnown ? "true" : "false"),
                .data("plain", context.place == "/" && context.display == Display() ? "true" : "false"),
                .data("mask-seconds", String(times.maskAfterSeconds)),
                .data("answer-seconds", String(times.answerWithinSeconds)),
                .data("home-seconds", String(times.homeAfterSeconds))
            ) {
                element("div", .class("idle-card")) {
                    element("h2", .id("idle-title")) { phrases("kiosk.idle.title") }
                    element("p", .id("idle-text")) { phrases("kiosk.idle.text") }
                    element("p", .id("idle-count"), .class("idle-count"), .ariaHidden(true)) {
                        String(times.answerWithinSeconds)
                    }
                    element("button", .id("idle-stay"), .class("button primary"), .type("button")) {
                        phrases("kiosk.idle.stay")
                    }
                }
            }
        }
    }

    /// Everything but the letters and digits of ASCII in percent signs.
    public static func escaped(_ place: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = place.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
