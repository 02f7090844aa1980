"""Tell search engines of every page, where the address of the site is known."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

SITEMAP = '<?xml version="1.0" encoding="utf-8"?>\n{}\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(app: Sphinx, failure: Exception | None) -> None:
    """Write the list of pages, and say where it is and that all may be read."""
    site = app.config.html_baseurl
    if failure or not site or app.builder.format != "html":
        return
    pages = [app.builder.get_target_uri(name) for name in sorted(app.env.all_docs)]
    urls = "".join(f"<url><loc>{site}{page}</loc></url>\n" for page in pages)
    sitemap = SITEMAP.format(f'<urlset xmlns="{SCHEMA}">\n{urls}</urlset>')
    Path(app.outdir, "sitemap.xml").write_text(sitemap, "utf-8")
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {site}sitemap.xml\n"
    Path(app.outdir, "robots.txt").write_text(robots, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("build-finished", write_sitemap)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
