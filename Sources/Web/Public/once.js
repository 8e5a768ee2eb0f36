// A second tap sends nothing: the first press of a form disables its buttons until the answer comes.
addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset.sent === "true") {
        event.preventDefault();
        return;
    }
    form.dataset.sent = "true";
    // After this event, so that the pressed button's own name and value are still sent.
    setTimeout(() => {
        for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
});

// Coming back by the browser's own button finds the form usable.
addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
        delete form.dataset.sent;
        for (const button of form.querySelectorAll("button")) button.disabled = false;
    }
});
