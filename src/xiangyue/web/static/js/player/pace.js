// How fast a live picture runs, so that it comes back to its place behind the edge. Plain decisions; knows no page.
// hls.js has such a rule too: it looks at every moment by itself, and changes its mind four times a second, which the
// sound is heard to do. This one makes up its mind, and keeps to it until the picture is where it should be.

const BEGIN_S = 0.15; // further behind than this, a viewer is brought back
const DONE_S = 0.05;
const SPARE_S = 0.9; // of picture in hand, else running faster would run dry
const LEAST_S = 0.5;
const SMOOTH = 0.25; // the edge is estimated between two parts; one look says little

/** @type {[number, number][]} seconds behind, and how fast */
const STEPS = [[3, 1.5], [1, 1.25], [0, 1.1]];

export class Pace {
  constructor() {
    this.rate = 1;
    /** @type {number | null} */
    this._behind = null;
  }

  /**
   * @param {number} behind seconds behind where a viewer should be
   * @param {number} ahead seconds of picture in hand
   */
  judge(behind, ahead) {
    this._behind = this._behind === null || Math.abs(behind - this._behind) > 1 ? behind : this._behind + SMOOTH * (behind - this._behind);
    const wanted = STEPS.find(([from]) => /** @type {number} */ (this._behind) >= from)?.[1] ?? 1;
    if (this.rate === 1) this.rate = this._behind > BEGIN_S && ahead > SPARE_S ? wanted : 1;
    else if (this._behind < DONE_S || ahead < LEAST_S) this.rate = 1;
    else this.rate = Math.max(this.rate, wanted); // on the way back it is not slowed down by steps
    return this.rate;
  }
}

/**
 * Looks once and lets the picture run as it should.
 * @param {Pace} pace
 * @param {{latency: number, targetLatency: number | null}} hls
 * @param {HTMLVideoElement} video
 */
export function keep(pace, { latency, targetLatency }, video) {
  if (targetLatency === null || latency === 0 || video.playbackRate === 0 || video.seeking) return;
  const { buffered, currentTime } = video;
  const ahead = buffered.length > 0 ? buffered.end(buffered.length - 1) - currentTime : 0;
  const rate = pace.judge(latency - targetLatency, ahead);
  if (video.playbackRate !== rate) video.playbackRate = rate;
}
