import ArgumentParser
import Base
import Casework
import Identity
import Privacy
import Staff

/// `egret restored`: what an older database must be told before anybody is served from it.
struct RestoredCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restored",
        abstract: "After a restore, before the start: give no number twice, and end every sign-in.",
        discussion:
            "What was given today after the backup stands on people's papers: today's numbers go on above it. Sign-ins that were ended after the backup are open in it again."
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await House.use(shared) { house in
            let lost = LostNumbers(restoredAt: house.world.now())
            try await PassOverNumbers(house.caseParts)(lost)
            try await house.privacy.passOverNumbers(lost)
            print("numbers\t\(lost.day)\tabove \(lost.last)")
            print("citizens\t\(try await house.accounts.endSignIns(of: nil)) ended")
            print("staff\t\(try await house.staff.endSignIns(of: nil)) ended")
        }
    }
}
