// Something of this page is being made by the worker: look again soon, unless somebody is writing in a form.

const AGAIN_MS = 2500;

function again() {
  const here = document.activeElement;
  if (here instanceof HTMLTextAreaElement || here instanceof HTMLInputElement) setTimeout(again, AGAIN_MS);
  else location.reload();
}

setTimeout(again, AGAIN_MS);
