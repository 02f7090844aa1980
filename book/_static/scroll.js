// Lets the key Tab reach what is too wide for the window and scrolls in its own box: the arrow keys
// move it then. The theme does so for code when the page is loaded; here it is also done for
// equations, and for what was folded away at that time.

document.addEventListener("DOMContentLoaded", () => {
  const boxes = ".bd-article :is(pre, .output, .katex-display, .pst-scrollable-table-container)";
  const sizes = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll(boxes).forEach((box) => sizes.observe(box));
});
