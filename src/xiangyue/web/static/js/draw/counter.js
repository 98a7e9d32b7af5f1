// The desk: a scanned card brings its code behind the #, which fills the field.

const field = /** @type {HTMLInputElement | null} */ (document.getElementById("code"));
const scanned = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9a-z]{4}-[0-9a-z]{4}$/.test(scanned)) {
  field.value = scanned;
  history.replaceState(null, "", location.pathname);
}
