// Take hold of an observation and move it along the axis.

import { within } from "./mathematics/numbers.mjs";

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
    const { left } = svg.getBoundingClientRect();
    follow(({ clientX }) => {
      moved(index, within(x.invert(clientX - left), x.domain));
    });
  });
}

/** Let a place be taken anywhere in a drawing, and led about; sliders do the same by key. */
export function movePlace(svg, moved) {
  if (!svg) return;
  const [x, y] = [svg.scale("x"), svg.scale("y")];
  svg.addEventListener("pointerdown", (event) => {
    const box = svg.getBoundingClientRect();
    const take = ({ clientX, clientY }) =>
      moved(within(x.invert(clientX - box.left), x.domain), within(y.invert(clientY - box.top), y.domain));
    event.preventDefault();
    take(event);
    follow(take);
  });
}

/** Follow the pointer until it is let go; the drawing is made anew at each move. */
function follow(move) {
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}
