// Says how many cases lie under each tab and marks the rows that have changed meanwhile, without touching the list that
// somebody is working through: no row comes, goes or moves.
const counts = [...document.querySelectorAll("[data-work-count]")];
const states = [...document.querySelectorAll("[data-work-row]")];
const news = document.querySelector("[data-work-news]");
const everySeconds = 20;
let timer;

// Asks no more, and opens the door unless somebody is at work here: what she then sends waits until she has signed in.
function leave() {
    clearInterval(timer);
    const isAtWork = document.activeElement && document.activeElement !== document.body;
    if (!isAtWork) location.reload();
}

// The words of now lie over those that stood there, which keep their room.
function mark(state, now) {
    const row = state.closest("tr");
    if (!row.classList.contains("moved")) {
        const old = document.createElement("span");
        old.append(...state.childNodes);
        state.append(old, document.createElement("mark"));
        row.classList.add("moved");
    }
    state.lastChild.textContent = now;
}

async function look() {
    if (document.hidden) return;
    const shown = "/work/counts?rows=" + states.map((state) => state.dataset.workRow).join(",");
    const answer = await fetch(shown, { headers: { accept: "application/json" }, redirect: "manual" })
        .catch(() => null);
    // The only redirect is the one to the door: nobody is signed in any more.
    if (answer?.type === "opaqueredirect") return leave();
    if (!answer?.ok) return;
    const fresh = await answer.json();
    for (const place of counts) {
        const now = fresh[place.dataset.workCount];
        if (now === undefined || now === place.textContent) continue;
        place.textContent = now;
        if (news) news.textContent = fresh.news;
    }
    for (const state of states) {
        const now = fresh[state.dataset.workRow];
        if (now === undefined || now === (state.querySelector("mark") ?? state).textContent) continue;
        mark(state, now);
        if (news) news.textContent = fresh["row-news"];
    }
}

if (counts.length > 0) timer = setInterval(look, everySeconds * 1000);

// From row to row by j and k, its box by x, into one by Enter: ordinary links and boxes, so all works without this too.
// To the search by /, and by ? to the words that say all this.
const rows = [...document.querySelectorAll("main tbody a")];
const keys = document.querySelector("[data-work-keys]");
const search = document.querySelector("main input[type=search]");
keys?.removeAttribute("hidden");

// Back from a case, at its place: the keys go on from there.
document.querySelector("tr#at a")?.focus();

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const place = { "/": search, "?": keys }[event.key];
    if (place) {
        place.focus();
        // Else the sign would stand in the field.
        event.preventDefault();
    }
    if (rows.length === 0) return;
    const at = rows.indexOf(document.activeElement);
    if (event.key === "x") rows[at]?.closest("tr").querySelector("input[type=checkbox]")?.click();
    const step = { j: 1, k: -1 }[event.key];
    if (step === undefined) return;
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
    event.preventDefault();
});
