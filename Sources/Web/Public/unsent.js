// What is typed and not sent yet survives a change of language or of type size, a look at the page of help, and a helper's
// coming and going. It is kept until the next page has come, for the very form it was typed into: one that has been answered
// elsewhere meanwhile, or belongs to another revision, takes nothing back.
const shelf = "egret.unsent";
const lastPress = "egret.press";
// New on each page, and where a refused form stood.
const unlike = ["idempotency_key", "form_page"];

// Pages beside the form, from which she comes back to it.
const isAside = location.pathname === "/help" || location.pathname.startsWith("/assistance");

const target = (form) => new URL(form.getAttribute("action") ?? "", location).pathname;

const answersPress = sessionStorage.getItem(lastPress) === location.pathname;
sessionStorage.removeItem(lastPress);

// What stands in a form that came back was typed too, and is kept nowhere: a refused one, or one with a row more.
const cameBack = (form) => answersPress && target(form) === location.pathname;

const forms = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post");

// A signature is drawn into a hidden field.
const isDrawn = (field) => field.type === "hidden" && field.id !== ""
    && document.querySelector(`[data-signature="${CSS.escape(field.id)}"]`) !== null;

const isTyped = (field) =>
    isDrawn(field) || field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type)
    && field.tagName !== "BUTTON" && field.autocomplete !== "one-time-code";

const isTicked = (field) => ["radio", "checkbox"].includes(field.type);

const isChanged = (field) => {
    // A hidden field knows no other value than the one it has.
    if (isDrawn(field)) return true;
    if (isTicked(field)) return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
};

// What a form is: where it leads, and what it carries unseen, but for what differs between its page and a refusal of it.
const name = (form) => JSON.stringify([
    form.getAttribute("action"),
    [...form.elements].filter((field) => field.type === "hidden" && !unlike.includes(field.name) && !isDrawn(field))
        .map((field) => [field.name, field.value]),
]);

const keep = () => {
    const typed = forms().map((form, place) => {
        const fields = [...form.elements].filter(isTyped);
        const whole = cameBack(form);
        const values = fields.map((field, at) => [at, field.name, field.value, !isTicked(field) || field.checked])
            .filter(([at]) => whole || isChanged(fields[at]));
        return { place, name: name(form), whole, values };
    }).filter((form) => form.values.length > 0);
    if (typed.length > 0) sessionStorage.setItem(shelf, JSON.stringify(typed));
};

addEventListener("submit", ({ target: form }) => {
    if (target(form) === "/display" || target(form).startsWith("/assistance/")) {
        if (!isAside) keep();
        return;
    }
    sessionStorage.removeItem(shelf);
    if (form.method === "post") sessionStorage.setItem(lastPress, target(form));
});

addEventListener("click", (event) => {
    if (!isAside && event.target.closest?.("a[href^='/help'], a[href^='/assistance']")) keep();
});

const fill = (field, value, isSent) => {
    if (isTicked(field)) field.checked = isSent;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
};

// Rows that the page has no more are asked for, with what stood in them.
const addRows = (form, values) => {
    const more = form.querySelector("button[name='rows'][value='more']");
    if (!more || values.length === 0) return;
    for (const [, name, value, isSent] of values) {
        if (isSent) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.requestSubmit(more);
};

// The page may have another address: a refused form stands at the one to which it was sent.
const restore = (typed) => {
    const here = forms();
    for (const { place, name: known, whole, values } of typed) {
        const form = here[place];
        if (!form || name(form) !== known) continue;
        const fields = [...form.elements].filter(isTyped);
        const fold = form.closest("details");
        if (fold) fold.open = true;
        // Of a row that was taken away and not sent nothing comes back.
        if (whole) for (const field of fields.slice(values.length)) fill(field, "", false);
        for (const [at, , value, isSent] of values) if (fields[at]) fill(fields[at], value, isSent);
        addRows(form, values.filter(([at]) => !fields[at]));
    }
};

const kept = isAside ? null : sessionStorage.getItem(shelf);
if (kept) {
    sessionStorage.removeItem(shelf);
    restore(JSON.parse(kept));
}
