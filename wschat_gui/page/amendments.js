// What was done to messages after they were said: reactions, by the `seq` of their message. Pure.
// An edit needs no memory: whoever loads a message later gets it as it reads now.

/** `reactions` with one more `reacted`: { target: { emoji: { person_id: { seq, on, nick } } } };
 * of one person and emoji the highest `seq` holds, in whatever order they come. */
export function withReaction(reactions, { seq, target, emoji, person_id, nick, on }) {
  const message = reactions[target] ?? {};
  const people = message[emoji] ?? {};
  if (people[person_id]?.seq >= seq) return reactions;
  const next = { ...people, [person_id]: { seq, on, nick } };
  return { ...reactions, [target]: { ...message, [emoji]: next } };
}

/** What a message shows of its `reactions[target]`: [{ emoji, nicks, own }] of the emoji that
 * somebody holds, oldest first. */
export function reactionsOf(reactions = {}, me) {
  return Object.entries(reactions).flatMap(([emoji, people]) => {
    const held = Object.entries(people).filter(([, { on }]) => on);
    const own = held.some(([person_id]) => person_id === me?.person_id);
    return held.length === 0 ? [] : [{ emoji, nicks: held.map(([, { nick }]) => nick), own }];
  });
}
