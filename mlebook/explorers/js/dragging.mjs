// Take hold of an observation and move it along the axis.

const REACH = 14; // pixels around a pointer within which a point is taken

/** Let the points of a drawing be dragged; the sliders beside it do the same by key. */
export function movePoints(svg, values, moved) {
  if (!svg) return;
  const x = svg.scale("x");
  const at = (event) => event.clientX - svg.getBoundingClientRect().left;

  svg.addEventListener("pointerdown", (event) => {
    const bottom = svg.getBoundingClientRect().bottom;
    if (bottom - event.clientY > 70) return; // the points stand at the foot of the drawing
    const gaps = values.map((value) => Math.abs(x.apply(value) - at(event)));
    const index = gaps.indexOf(Math.min(...gaps));
    if (gaps[index] > REACH) return;
    event.preventDefault();
    drag(svg, (place) => {
      const [low, high] = x.domain;
      moved(index, Math.min(Math.max(x.invert(place), low), high));
    });
  });
}

/** Follow the pointer until it is let go; the drawing is made anew at each move. */
function drag(svg, follow) {
  const left = svg.getBoundingClientRect().left;
  const move = (event) => follow(event.clientX - left);
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}
