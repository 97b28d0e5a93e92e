// A short sound, made and not loaded.

// What comes in one burst sounds once.
const QUIET_S = 1.5;

let context;
let sounded_s = -QUIET_S;

/** A browser lets a page sound only after a tap or a key. */
export function unlockSound() {
  context ??= new AudioContext();
  context.resume();
}

/** One tone, or for `personal` two louder ones. */
export function playSound(personal) {
  const { state, currentTime, destination } = context ?? {};
  if (state !== "running" || (!personal && currentTime - sounded_s < QUIET_S)) return;
  sounded_s = currentTime;
  (personal ? [880, 1175] : [660]).forEach((frequency, at) => {
    const start_s = currentTime + at * 0.14;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context);
    volume.gain.setValueAtTime(personal ? 0.3 : 0.1, start_s);
    volume.gain.exponentialRampToValueAtTime(0.001, start_s + 0.25);
    tone.connect(volume).connect(destination);
    tone.start(start_s);
    tone.stop(start_s + 0.25);
  });
}
