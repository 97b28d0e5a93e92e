// A nick for somebody who has none yet: two words that offend nobody. Pure.

const MANNERS =
  "Amber Brave Bright Calm Clever Eager Gentle Golden Happy Jolly Lucky Merry Quick Quiet Sunny";
const CREATURES =
  "Badger Beaver Comet Cricket Dolphin Falcon Firefly Fox Heron Koala Lynx Otter Owl Panda Puffin";

/** A nick such as "Calm Otter"; `random()` is in [0, 1). */
export function suggestNick(random) {
  const pick = (words) => words[Math.floor(random() * words.length)];
  return `${pick(MANNERS.split(" "))} ${pick(CREATURES.split(" "))}`;
}
