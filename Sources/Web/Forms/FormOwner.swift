import Base
import Vault

/// Ties the forms of a page of the site to whoever was signed in when it was made.
///
/// Without it a page that somebody left open acts for the next one who signs in on the same browser. A form that was made
/// while nobody was signed in belongs to nobody, and so does what a program sends.
enum FormOwner {
    /// The mark of the one who is signed in; nil while no page of the site is being made for her.
    @TaskLocal static var mark: String?

    static let fieldName = "form_owner"

    /// As good as the session is secret, and says nothing of it.
    static func mark(of token: String) -> String {
        Base64URL.encode(Array(Digest.sha256(Array("egret form \(token)".utf8)).prefix(12)))
    }

    /// What stands first in every form that acts.
    static func field(in attributes: [Attribute]) -> HTML {
        guard let mark, attributes.contains(where: \.isPost) else { return HTML() }
        return void("input", .type("hidden"), .name(fieldName), .value(mark))
    }

    /// - Throws: ``FormRefusal/otherPerson`` for a form of somebody else's page.
    static func require(_ form: Form, _ context: EgretContext) throws(FormRefusal) {
        if let kept = form[KeptForm.ownerField], let owner = context.owner, kept != owner {
            throw .otherPerson
        }
        guard let owner = form[fieldName], context.surface == .public, let token = context.sessionToken,
            owner != mark(of: token)
        else { return }
        throw .otherPerson
    }
}

extension Attribute {
    fileprivate var isPost: Bool {
        guard case .text(let text) = value else { return false }
        return text == "post" && name.description == "method"
    }
}
