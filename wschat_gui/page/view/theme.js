// Light, dark, or as the system is: the dark colours are a style sheet of their own.

import { byId } from "./page.js";

/** `recall(name)` and `remember(name, value)` are for the person's choice. */
export function createTheme({ recall, remember }) {
  const choice = byId("theme");
  const sheet = byId("dark");
  const system = sheet.media;

  function show() {
    sheet.media = { light: "not all", dark: "all" }[choice.value] ?? system;
  }

  choice.value = recall("theme");
  show();
  choice.onchange = () => {
    remember("theme", choice.value);
    show();
  };
}
