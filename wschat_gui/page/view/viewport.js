// Keeps the page inside what the on-screen keyboard leaves free. Most browsers shrink the layout
// themselves; iOS lays the keyboard over it and tells only the visual viewport.

export function followViewport() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const { style } = document.documentElement;
  const fit = () => {
    // Zoomed by the person it is a magnifier, and not the room there is.
    if (viewport.scale > 1.01) return;
    style.setProperty("--viewport-height", `${viewport.height}px`);
    style.setProperty("--viewport-top", `${viewport.offsetTop}px`);
  };
  viewport.addEventListener("resize", fit);
  viewport.addEventListener("scroll", fit);
  fit();
}
