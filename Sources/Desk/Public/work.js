// Says how many cases lie under each tab, without touching the list that somebody is working through.
const counts = [...document.querySelectorAll("[data-work-count]")];
const news = document.querySelector("[data-work-news]");
const everySeconds = 20;

async function look() {
    if (document.hidden) return;
    const answer = await fetch("/work/counts", { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = await answer.json();
    for (const place of counts) {
        const now = fresh[place.dataset.workCount];
        if (now === undefined || now === place.textContent) continue;
        place.textContent = now;
        if (news) news.textContent = fresh.news;
    }
}

if (counts.length > 0) setInterval(look, everySeconds * 1000);
