/** Line drawings on a 20 x 20 grid for the Fluent icon names cards use most; any other name becomes a dot. */
const SHAPES = {
  checkmark: "M4 10.5l4 4 8-9",
  checkmarkcircle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M6.5 10.2l2.5 2.5 4.5-5",
  dismiss: "M5 5l10 10M15 5L5 15",
  dismisscircle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6",
  errorcircle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 6v5M10 13.5v.3",
  warning: "M10 3l7.5 13.5h-15zM10 8v4M10 14v.3",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 9v5M10 6v.3",
  questioncircle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M7.8 8c0-3 4.4-3 4.4 0 0 1.5-2.2 1.7-2.2 3.3M10 13.8v.3",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 6v4.3h3.2",
  history: "M3.5 6.5V3M3.5 6.5H7M3.6 6.4A7.3 7.3 0 1 1 2.7 10M10 6.5v4l2.8 1.5",
  call: "M6.2 2.8l2 4-1.7 1.8c.9 2.2 2.6 3.9 4.9 4.9l1.8-1.7 4 2c0 2-1.5 3.4-3.4 3.4C8 17 3 12 2.8 6.2c0-2 1.4-3.4 3.4-3.4z",
  phone: "M6 2.5h8v15H6zM9 15h2",
  person: "M10 3a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 0 0 0-6.8M3.5 17c.5-6 12.5-6 13 0",
  people: "M7.5 4a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6M2 16c.4-5.5 10.6-5.5 11 0M13 4.5a2.5 2.5 0 0 1 .5 4.9M14.8 11.2c2 .6 3.1 2.3 3.2 4.8",
  add: "M10 4v12M4 10h12",
  addcircle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 6.5v7M6.5 10h7",
  subtract: "M4 10h12",
  delete: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5",
  edit: "M3.5 16.5l.8-3.8L13.5 3.5l3 3-9.2 9.2z",
  search: "M8.5 3a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M12.7 12.7L17 17",
  settings: "M10 7a3 3 0 1 0 0 6a3 3 0 0 0 0-6M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4",
  link: "M8 12l4-4M7 9L4.7 11.3a3 3 0 0 0 4.2 4.2L11 13.2M9 6.8l2.2-2.2a3 3 0 0 1 4.2 4.2L13 11",
  plugconnected: "M8 12l4-4M7 9L4.7 11.3a3 3 0 0 0 4.2 4.2L11 13.2M9 6.8l2.2-2.2a3 3 0 0 1 4.2 4.2L13 11",
  open: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
  document: "M5 2.5h6.5L15.5 6.5v11H5zM11 2.5V7h4.5M7.5 10.5h5.5M7.5 13.5h5.5",
  arrowdownload: "M10 3v9.5M6 9l4 4 4-4M4 16.5h12",
  arrowupload: "M10 13V3.5M6 7l4-4 4 4M4 16.5h12",
  arrowsync: "M4 10a6 6 0 0 1 10.5-4L16.5 8M16.5 4v4h-4M16 10a6 6 0 0 1-10.5 4L3.5 12M3.5 16v-4h4",
  arrowright: "M4 10h12M11 5l5 5-5 5",
  calendar: "M3.5 4.5h13v12h-13zM3.5 8h13M7 3v3M13 3v3",
  star: "M10 3l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.4l-4.5 2.4.9-5L2.8 8.3l5-.7z",
  lightbulb: "M7.5 14.5c0-2-2.5-3-2.5-6.5a5 5 0 0 1 10 0c0 3.5-2.5 4.5-2.5 6.5zM8 17.5h4",
  shield: "M10 2.5l6.5 2.5v5c0 4-2.8 6.3-6.5 7.5-3.7-1.2-6.5-3.5-6.5-7.5V5z",
  shieldcheckmark: "M10 2.5l6.5 2.5v5c0 4-2.8 6.3-6.5 7.5-3.7-1.2-6.5-3.5-6.5-7.5V5zM7 10l2.2 2.2L13 8",
  building: "M4.5 17.5v-15h8v15M12.5 8h3.5v9.5M2.5 17.5h15M7 6h.3M10 6h.3M7 9.5h.3M10 9.5h.3M7 13h.3M10 13h.3",
  numbersymbol: "M7.5 3L6 17M14 3l-1.5 14M3.5 7.5H17M3 12.5h13.5",
  record: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 7a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
  send: "M3 3.5l14.5 6.5L3 16.5 5 10zM5 10h6",
  attach: "M14.5 8.5l-5.8 5.8a2.9 2.9 0 0 1-4.1-4.1l6.7-6.7a1.9 1.9 0 0 1 2.8 2.8l-6.5 6.4a.9.9 0 0 1-1.3-1.3l5.5-5.5",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z",
  chevrondown: "M5 8l5 5 5-5",
  chat: "M3 4.5h14v9.5H9l-4 3v-3H3z",
  copy: "M7 6.5h9v11H7zM4 13.5V2.5h9",
};

const NAMESPACE = "http://www.w3.org/2000/svg";

/** An inline drawing of the named icon, 1em high, in the text's colour. */
export function icon(name, filled = false) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", filled ? "icon filled" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = SHAPES[(name || "").toLowerCase()];
  const part = document.createElementNS(NAMESPACE, shape ? "path" : "circle");
  const drawing = shape ? { d: shape } : { cx: 10, cy: 10, r: 3, fill: "currentColor" };
  for (const [key, value] of Object.entries(drawing)) part.setAttribute(key, value);
  svg.append(part);
  return svg;
}
