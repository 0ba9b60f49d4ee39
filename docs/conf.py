"""The documentation site: Sphinx, MyST and numpydoc. `nox -s docs` builds it; nothing is downloaded."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))

import unified_arrays as ua  # noqa: E402

project = "unified_arrays"
author = "The unified_arrays developers"
version = release = ua.__version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
numpydoc_show_class_members = False
autodoc_typehints = "none"
autodoc_member_order = "alphabetical"
python_maximum_signature_line_length = 80
exclude_patterns = ["_build"]
suppress_warnings = ["myst.header"]  # the changelog's headings go from one level to the third

nitpicky = True
nitpick_ignore_regex = [
    ("py:class", r"Literal|Sequence|Callable|Any|NoneType|optional|array|dtype|device|default.*|number|.*\s.*"),
    ("py:.*", r"(numpy|torch|tensorflow|tf|collections|typing)\..*"),
]

smartquotes = False  # what is in quotes is often a value

html_theme = "furo"
html_title = f"unified_arrays {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_show_copyright = False
html_copy_source = False


def _write_reference(app: Any) -> None:
    import reference_pages

    reference_pages.write(DOCS / "reference")


def _as_rst(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings here write code in single backticks, as Markdown does."""
    lines[:] = [re.sub(r"(?<![`:])`([^`]+)`(?!`)", r"``\1``", line) for line in lines]


def setup(app: Any) -> None:
    """The reference is written before Sphinx looks for pages."""
    app.connect("config-inited", lambda app, config: _write_reference(app))
    app.connect("autodoc-process-docstring", _as_rst, priority=100)
