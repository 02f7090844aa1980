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
  const sizes = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const isWide = target.scrollWidth > target.clientWidth;
      if (isWide) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      target.role = isWide ? "group" : null;
      target.ariaLabel = isWide ? `${nameOf(target)}, wider than the page` : null;
    }
  });
  const measure = () =>
    document.querySelectorAll(boxes).forEach((box) => {
      sizes.unobserve(box); // to observe a box tells its size, also where it is what it was
      sizes.observe(box);
    });
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
