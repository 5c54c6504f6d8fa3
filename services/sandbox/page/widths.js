/** A card's width in Teams' four names. https://adaptivecards.microsoft.com/?topic=responsive-layout */
const BUCKETS = [
  ["veryNarrow", 164],
  ["narrow", 350],
  ["standard", 768],
  ["wide", Infinity],
];
const NAMES = BUCKETS.map(([name]) => name.toLowerCase());

/** The bucket (0 very narrow … 3 wide) of a width in pixels. */
export function bucketOf(pixels) {
  return BUCKETS.findIndex(([, most]) => pixels <= most);
}

/** Whether an element with this `targetWidth` is meant for the bucket. */
export function fits(targetWidth, bucket) {
  if (!targetWidth) return true;
  const [relation, name] = targetWidth.toLowerCase().includes(":") ? targetWidth.toLowerCase().split(":") : ["is", targetWidth.toLowerCase()];
  const wanted = NAMES.indexOf(name);
  if (wanted < 0) return true;
  if (relation === "atleast") return bucket >= wanted;
  if (relation === "atmost") return bucket <= wanted;
  return bucket === wanted;
}

/** Shows and hides the elements that name a target width; `targeted` holds [element, targetWidth, declared visible]. */
export function applyWidth(targeted, bucket) {
  for (const { element, targetWidth, visible } of targeted) element.isVisible = visible && fits(targetWidth, bucket);
}
