// After a while without a touch: hide the page, ask, count down, end the visit. Every touch or key starts afresh.
const idle = document.getElementById("idle");
const end = document.getElementById("end-form");

if (idle && end) {
    const count = document.getElementById("idle-count");
    const seconds = (name) => Number(idle.dataset[name]);
    const isKnown = idle.dataset.known === "true";
    const isPlainHome = idle.dataset.plain === "true";
    let timer = 0;
    let before = null;
    let toldAt = 0;

    // The terminal ends a visit it hears nothing from, so a touch without a page is told to it.
    const tell = () => {
        if (!isKnown || Date.now() - toldAt < 20_000) return;
        toldAt = Date.now();
        fetch("/terminal/heartbeat", { method: "POST", cache: "no-store" }).catch(() => {});
    };

    const leave = () => {
        document.documentElement.classList.add("masked");
        sessionStorage.clear();
        end.submit();
    };

    const ask = () => {
        let left = seconds("answerSeconds");
        const last = Date.now() + left * 1000;
        before = document.activeElement;
        document.documentElement.classList.add("masked");
        idle.hidden = false;
        count.textContent = String(left);
        document.getElementById("idle-stay").focus();
        const tick = () => {
            left = Math.ceil((last - Date.now()) / 1000);
            if (left <= 0) return leave();
            count.textContent = String(left);
            timer = setTimeout(tick, 250);
        };
        tick();
    };

    const wait = () => {
        clearTimeout(timer);
        if (isKnown) timer = setTimeout(ask, seconds("maskSeconds") * 1000);
        else if (!isPlainHome) timer = setTimeout(leave, seconds("homeSeconds") * 1000);
    };

    const goOn = (event) => {
        if (!idle.hidden) {
            // The touch that answers the question must not press what lies under it.
            event.preventDefault();
            event.stopPropagation();
            idle.hidden = true;
            document.documentElement.classList.remove("masked");
            if (before instanceof HTMLElement) before.focus();
        }
        tell();
        wait();
    };

    for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
        addEventListener(kind, goOn, { capture: true, passive: false });
    }
    // A page that the browser brings back from its memory starts masked if its time has passed.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    wait();
}
