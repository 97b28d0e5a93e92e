// How many messages wait, on the tab: in its title and on its icon.

const RADIUS = 21;
const CENTRE = 64 - RADIUS;

const link = document.querySelector("link[rel=icon]");
const plain = link.href;
let drawn = 0;

export function showBadge(count, name) {
  document.title = count ? `(${count}) ${name}` : name;
  if (count === drawn) return;
  drawn = count;
  link.href = count ? iconWith(count > 9 ? "9+" : count) : plain;
}

function iconWith(text) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const pen = canvas.getContext("2d");
  const icon = document.querySelector(".top img");
  if (icon.naturalWidth) pen.drawImage(icon, 0, 0, 64, 64);
  pen.arc(CENTRE, CENTRE, RADIUS, 0, 7);
  Object.assign(pen, { fillStyle: "#c02020", font: "bold 34px sans-serif", textAlign: "center" });
  pen.fill();
  pen.fillStyle = "#fff";
  pen.fillText(text, CENTRE, CENTRE + 12, RADIUS * 1.6);
  return canvas.toDataURL();
}
