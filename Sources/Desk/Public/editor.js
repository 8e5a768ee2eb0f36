// Shows what a text would be shortly after the last key; the buttons do the same without this.
const form = document.querySelector("form.editor");
const outcome = document.getElementById("outcome");
const texts = [...(form?.querySelectorAll("textarea") ?? [])];
const pauseMilliseconds = 700;
let timer;
let latest = 0;
let isSaved = true;

async function show() {
    const mine = (latest += 1);
    const answer = await fetch(`${form.getAttribute("action")}/preview`, {
        method: "POST", headers: { accept: "text/html" }, body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
    const page = answer?.ok ? await answer.text().catch(() => null) : null;
    // A later text has been sent meanwhile.
    if (mine !== latest) return;
    if (page === null) {
        unchecked(answer?.status);
        return;
    }
    const hadFocus = document.activeElement?.id === "page";
    outcome.classList.remove("stale");
    outcome.innerHTML = page;
    if (hadFocus) document.getElementById("page")?.focus();
}

// Nobody checked this text: what stands there is of an earlier one, and its verdict goes.
function unchecked(status) {
    const cause = { 401: "signed-out", 413: "too-large" }[status] ?? "no-answer";
    const words = document.querySelector(`template[data-unchecked="${cause}"]`)?.content.cloneNode(true);
    outcome.querySelector(":scope > [role=status]")?.remove();
    outcome.querySelector(":scope > [role=alert]")?.remove();
    outcome.classList.add("stale");
    if (words) outcome.prepend(words);
}

function soon() {
    isSaved = false;
    clearTimeout(timer);
    timer = setTimeout(show, pauseMilliseconds);
}

// Selects the line of a defect in its text.
function goTo(file, line) {
    const text = texts.find((one) => one.dataset.name === file);
    if (!text) return;
    text.closest("details")?.setAttribute("open", "");
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 6);
}

if (form && outcome) {
    for (const text of texts) text.addEventListener("input", soon);
    outcome.addEventListener("change", show);
    outcome.addEventListener("click", (event) => {
        const place = event.target.closest("[data-line]");
        if (place) goTo(place.dataset.file, Number(place.dataset.line));
    });
    form.addEventListener("submit", () => { isSaved = true; });
    addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });
}
