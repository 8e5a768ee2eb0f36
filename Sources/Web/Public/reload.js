// Shows the page anew every `data-reload-seconds`, but never under the hands of who works on it with the keyboard or a reader.
const seconds = Number(document.querySelector("[data-reload-seconds]")?.dataset.reloadSeconds);
if (seconds > 0) {
    setInterval(() => {
        const isAtWork = document.activeElement && document.activeElement !== document.body;
        if (!isAtWork && !document.hidden) location.reload();
    }, seconds * 1000);
}
