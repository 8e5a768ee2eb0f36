// Says how many cases lie under each tab, without touching the list that somebody is working through.
const counts = [...document.querySelectorAll("[data-work-count]")];
const news = document.querySelector("[data-work-news]");
const everySeconds = 20;
let timer;

// Asks no more, and opens the door unless somebody is at work here: what she then sends waits until she has signed in.
function leave() {
    clearInterval(timer);
    const isAtWork = document.activeElement && document.activeElement !== document.body;
    if (!isAtWork) location.reload();
}

async function look() {
    if (document.hidden) return;
    const answer = await fetch("/work/counts", { headers: { accept: "application/json" }, redirect: "manual" })
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
}

if (counts.length > 0) timer = setInterval(look, everySeconds * 1000);

// From row to row by j and k, into one by Enter: links are ordinary links, so everything works without this too.
const rows = [...document.querySelectorAll("main tbody a")];

// Back from a case, at its place: the keys go on from there.
document.querySelector("tr#at a")?.focus();

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || rows.length === 0) return;
    if (event.target.closest("input, select, textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step === undefined) return;
    const at = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
    event.preventDefault();
});
