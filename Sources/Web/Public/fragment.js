// The address in a terminal's picture carries its code after "#", which a browser never sends. Put it into the form, so
// that no log on the way holds it.
const holder = document.querySelector("[data-fragment]");
const field = holder?.querySelector(`[name="${holder.dataset.fragment}"]`);
const code = location.hash.slice(1);
if (field instanceof HTMLInputElement && /^[0-9A-Za-z-]{12,50}$/.test(code)) {
    field.value = code;
    history.replaceState(null, "", location.pathname);
}
