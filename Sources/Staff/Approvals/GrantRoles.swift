import Base
import Audit

/// The effect of an approved request for other roles.
struct GrantRoles: Sendable {
    let parts: StaffParts

    init(_ parts: StaffParts) {
        self.parts = parts
    }

    var effect: ApprovalEffect {
        { [parts] approval, _, db in
            guard case .roles(let id, let roles) = approval.matter else { throw StaffRefused.malformed }
            guard StaffRole.areSeparate(Set(roles)) else { throw StaffRefused.rolesTogether }
            let account = try parts.account(id, in: db)
            guard account.state != .ended else { throw StaffRefused.accountEnded }
            try account.requireRoles(roles)
            try StaffAccountStore.setRoles(id, Set(roles), in: db)
            if account.state == .active { try SeatStore.hold(Set(roles), at: parts.world.now(), in: db) }
            try parts.note(
                "staff.roles-changed", by: .staff(approval.requestedBy),
                decision: ([id] + roles.map(\.rawValue)).joined(separator: " "), in: db)
            return nil
        }
    }
}

extension StaffAccount {
    /// - Throws: ``StaffRefused/rolesElsewhere`` where these are too many for somebody of another city.
    func requireRoles(_ roles: [StaffRole]) throws(StaffRefused) {
        guard region?.isOtherCity != true || StaffRole.ofOtherCities.isSuperset(of: roles) else {
            throw .rolesElsewhere
        }
    }
}
