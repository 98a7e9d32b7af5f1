// Large type, before the first paint. A classic script, because a module waits until the page has been laid out.
// Storage may be closed to us (private windows, WebViews); then the page keeps its ordinary size.
try {
  if (localStorage.getItem("xiangyue.type") === "large") document.documentElement.dataset.type = "large";
} catch {
  // No storage: nothing is remembered, nothing is broken.
}
