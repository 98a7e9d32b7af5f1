// How much of a screen the card has: as much as it needs. What stands around it gives way in steps, the talk list first,
// the picture last, and comes back when there is room again. The style sheet knows what each step hides.

const LAST = 6;

/** @param {HTMLElement} card */
export function makeRoom(card) {
  const { dataset } = document.body;
  for (let step = 0; step <= LAST; step += 1) {
    dataset.room = String(step);
    if (card.scrollHeight <= card.clientHeight + 1) return;
  }
}

/**
 * What has just changed is in sight, also where even all the room is too little.
 * @param {HTMLElement} card
 * @param {Element | null} changed
 */
export function bringInSight(card, changed) {
  card.scrollTop = 0;
  if (changed === null) return;
  const below = changed.getBoundingClientRect().bottom - card.getBoundingClientRect().bottom;
  if (below > 0) card.scrollTop = below;
}
