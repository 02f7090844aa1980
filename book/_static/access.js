// For readers with a keyboard or a screen reader: what is too wide for the window can be reached and
// has a name, the button of the side bar says whether that is open, and "Copied!" is said aloud.

document.addEventListener("DOMContentLoaded", () => {
  // The theme lets the key Tab reach wide code when the page is loaded; here it is also done for
  // equations, and for what was folded away at that time. The arrow keys move it then.
  const boxes = ".bd-article :is(pre, .output, .katex-display, .pst-scrollable-table-container)";
  const nameOf = (box) => {
    if (box.matches(".katex-display")) return "Equation";
    if (box.matches("pre")) return box.closest(".cell_output") ? "Output" : "Code";
    return "Table";
  };
  const judge = (box) => {
    const isWide = box.scrollWidth > box.clientWidth;
    if (isWide) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.role = isWide ? "group" : null;
    box.ariaLabel = isWide ? `${nameOf(box)}, wider than the page` : null;
  };
  // The box of a table may stand there, as high as it will be, with nothing laid out in it: it is
  // the table that tells when it is.
  const isEmpty = (box) =>
    box.querySelector(":scope > table")?.checkVisibility({ contentVisibilityAuto: true }) === false;
  const sizes = new ResizeObserver((changes) => {
    const changed = new Set(changes.map(({ target }) => target.closest(boxes)));
    for (const box of changed) {
      if (isEmpty(box)) ask(box.firstElementChild);
      else judge(box);
    }
  });
  const ask = (part) => {
    sizes.unobserve(part); // to observe tells a size, also where it is what it was
    sizes.observe(part);
  };
  const measure = () =>
    document.querySelectorAll(`${boxes}, .pst-scrollable-table-container > table`).forEach(ask);
  measure();
  // The fonts of a formula come when it is about to be seen, and what is in the box grows by them.
  document.fonts.addEventListener("loadingdone", measure);

  // Where there is no room for a side bar, the button opens a dialog instead.
  const side = document.querySelector("#pst-primary-sidebar");
  const isRoom = matchMedia("(min-width: 992px)");
  const tell = () => {
    const isOpen = isRoom.matches && !side.matches(".pst-sidebar-hidden");
    document.querySelector(".primary-toggle").ariaExpanded = isOpen;
  };
  new MutationObserver(tell).observe(side, { attributeFilter: ["class"] });
  isRoom.addEventListener("change", tell);
  tell();

  const main = document.querySelector("main");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.role = "status";
  main.append(said);
  new MutationObserver(([{ target }]) => {
    said.textContent = target.matches(".success") ? target.dataset.tooltip : "";
  }).observe(main, { attributeFilter: ["data-tooltip"], subtree: true });
});
