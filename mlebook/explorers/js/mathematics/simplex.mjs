// Nelder and Mead's climb, as `scipy.optimize.minimize` takes it.

/** Nelder and Mead's triangle, which looks at heights only; the path is that of its best corner. */
export function nelderMead(height, start, { most = 400 } = {}) {
  const corner = (place) => ({ place, height: height(place) });
  const moved = (i) => start.map((v, j) => (i === j ? 1.05 * v : v));
  const byHeight = (all) => all.sort((p, q) => q.height - p.height);
  let all = byHeight([start, moved(0), moved(1)].map(corner));
  const path = [start];
  const triangles = [[start, moved(0), moved(1)]];
  for (let i = 0; i < most; i++) {
    const [best, ...others] = all;
    const apart = Math.max(...others.flatMap((p) => p.place.map((v, j) => Math.abs(v - best.place[j]))));
    if (apart <= 1e-4 && Math.max(...others.map((p) => best.height - p.height)) <= 1e-4) return { path, triangles, end: "arrived" };
    all = byHeight(turned(all, corner));
    path.push(all[0].place);
    triangles.push(all.map((p) => p.place));
  }
  return { path, triangles, end: "stuck" };
}

/** Throw the lowest corner over to the other side, farther or less far; or draw all together. */
function turned([best, middle, worst], corner) {
  const centre = best.place.map((v, i) => (v + middle.place[i]) / 2);
  const at = (t) => corner(centre.map((v, i) => (1 + t) * v - t * worst.place[i]));
  const over = at(1);
  if (over.height > best.height) {
    const farther = at(2);
    return [best, middle, farther.height > over.height ? farther : over];
  }
  if (over.height > middle.height) return [best, middle, over];
  const outside = over.height > worst.height;
  const nearer = at(outside ? 0.5 : -0.5);
  if (outside ? nearer.height >= over.height : nearer.height > worst.height) return [best, middle, nearer];
  const drawnIn = (p) => corner(p.place.map((v, i) => best.place[i] + 0.5 * (v - best.place[i])));
  return [best, drawnIn(middle), drawnIn(worst)];
}
