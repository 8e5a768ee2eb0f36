import Wire

/// Ends what there is of a session: here at once, at the centre as soon as it can be reached.
struct EndSession: Sendable {
    let memory: SessionMemory
    let centre: Centre
    let desk: PrintDesk

    func callAsFunction() async {
        here()
        await settle()
    }

    /// Forgets it on this machine, whatever the centre does; ``settle()`` tells the centre.
    func here() {
        memory.forget()
        desk.forget()
    }

    /// Tells the centre of every session that is over; what cannot be told waits for the next round.
    func settle() async {
        for token in memory.owed {
            do {
                try await centre.endSession(token)
                memory.settle(token)
            } catch .status(let status, _) where ![401, 429].contains(status) && status < 500 {
                // The centre knows no such session any more.
                memory.settle(token)
            } catch {
                return
            }
        }
    }
}
