// In the sound's own thread: gathers 20 ms, measures how loud they are, and hands them over. Silence counts too, so that
// sound never stops while a page is live.

const BLOCK = 960;

/* The worklet's global scope has these; the DOM's types do not know them. */
const scope = /** @type {any} */ (globalThis);

class Gather extends scope.AudioWorkletProcessor {
  constructor() {
    super();
    this._block = new Float32Array(BLOCK);
    this._filled = 0;
    this._first = scope.currentFrame;
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const samples = inputs[0]?.[0];
    const count = samples?.length ?? 128;
    for (let index = 0; index < count; index += 1) {
      this._block[this._filled++] = samples?.[index] ?? 0;
      if (this._filled < BLOCK) continue;
      let peak = 0;
      for (const value of this._block) peak = Math.max(peak, Math.abs(value));
      const block = this._block;
      this.port.postMessage({ block, frame: this._first, peak }, [block.buffer]);
      this._block = new Float32Array(BLOCK);
      this._first += BLOCK;
      this._filled = 0;
    }
    return true;
  }
}

scope.registerProcessor("gather", Gather);
