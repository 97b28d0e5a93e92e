// What the host has deleted: ascending runs [first, last] of `seq`, those that touch made one.

/** Whether the event with this `seq` was deleted; never that without one. */
export function isGone(runs, seq) {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle][1] < seq) low = middle + 1;
    else high = middle;
  }
  return low < runs.length && runs[low][0] <= seq;
}

/** Both together; `runs` and `more` may overlap and come in any order. */
export function union(runs, more) {
  const joined = [];
  for (const [first, last] of [...runs, ...more].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}
