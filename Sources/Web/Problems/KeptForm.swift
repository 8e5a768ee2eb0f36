public import Hummingbird

/// A form that came when nobody was signed in any more: the page of the refusal carries it until she is again.
struct KeptForm: Sendable {
    /// What is shown anew or typed anew: codes, passwords, and what a device says with a passkey.
    private static let secrets: Set = [
        "authenticatorData", "clientData", "code", "credential", "pass", "password", "signature",
        "userHandle",
    ]

    /// Whose it is, for the one who sends it again.
    static let ownerField = "kept_for"

    let form: Form
    /// The page on which she signs in.
    let door: String
    let owner: String

    private var names: [String] {
        form.names.filter { !Self.secrets.contains($0) && $0 != Self.ownerField }
    }

    /// Whether there is something to send again: of nothing but secrets nothing is left.
    var isWorthIt: Bool { form.names.isEmpty || !names.isEmpty }

    /// The way to sign in beside this page, and the form as it came.
    func html(action: String, _ phrases: Phrases) -> HTML {
        fragment {
            if isWorthIt { element("p") { phrases("problem.kept") } }
            element("div", .class("actions")) {
                element(
                    "a", .class("button primary"), .href(door), .target("_blank"), .rel("noopener")
                ) { phrases("problem.sign-in") }
                if isWorthIt {
                    element("form", .method("post"), .action(action), .data("once", "true")) {
                        void("input", .type("hidden"), .name(Self.ownerField), .value(owner))
                        for name in names {
                            for value in form.all(name) {
                                void("input", .type("hidden"), .name(name), .value(value))
                            }
                        }
                        Button(phrases("problem.send-again"), .secondary).html
                    }
                }
            }
        }
    }
}

/// Reads what somebody posted whose session is over, so that the page of the refusal offers it again behind `door`: to her
/// alone, who signs in as `owner` (``EgretContext/owner``).
///
/// Nothing of it is looked at, and nothing kept but on that page. What is no form of text, or has more than `bytesMax`,
/// is left alone.
public func keepForm(
    of request: Request, _ context: EgretContext, for owner: String, until door: String, bytesMax: Int
) async throws {
    var context = context
    context.bodyLimitBytes = bytesMax
    do {
        let form = try await form(of: request, context)
        context.notes.kept = KeptForm(form: form, door: door, owner: owner)
    } catch let error as CancellationError {
        throw error
    } catch {
        // Whoever sent it is told that she is signed out, and no more.
    }
}
