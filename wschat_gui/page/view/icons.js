// Brings the icons, one file of all, into the page itself: what shows that the host is gone cannot be
// fetched from it then.

export async function bringIcons() {
  const icons = await (await fetch("./icons.svg")).text();
  document.body.append(new DOMParser().parseFromString(icons, "image/svg+xml").documentElement);
}
