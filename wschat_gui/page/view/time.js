// Points in time as this reader writes them: local time, in the language of the page. Pure.

import { locale, say } from "../language.js";

// Made once a language: a formatter is slow to make.
const format = (options) => {
  let formatter = null;
  let made_for = "";
  return (at_ms) => {
    if (made_for !== locale()) {
      made_for = locale();
      formatter = new Intl.DateTimeFormat(made_for, options);
    }
    return formatter.format(at_ms);
  };
};

/** "14:02". */
export const clockTime = format({ hour: "2-digit", minute: "2-digit" });

/** "14:02:11". */
export const exactTime = format({ timeStyle: "medium" });

/** "Sunday, 22 November 2026 at 14:02:11". */
export const fullTime = format({ dateStyle: "full", timeStyle: "medium" });

const fullDate = format({ dateStyle: "full" });

export const sameDay = (a_ms, b_ms) =>
  new Date(a_ms).toDateString() === new Date(b_ms).toDateString();

/** "Today", "Yesterday", or the full date. */
export function dayName(at_ms, now_ms) {
  const yesterday = new Date(now_ms);
  yesterday.setDate(yesterday.getDate() - 1);
  if (sameDay(at_ms, now_ms)) return say("day.today");
  return sameDay(at_ms, yesterday) ? say("day.yesterday") : fullDate(at_ms);
}
