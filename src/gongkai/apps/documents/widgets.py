"""The paper on which an official text is written: a plain text area that becomes a sheet where scripts run."""

from __future__ import annotations

from django import forms


class PaperInput(forms.Textarea):
    """Keeps real tables, headings and numbered items. Without JavaScript it is the text area itself.

    What the browser sends is cleaned on the server; the script's own cleaning is only for the eye.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"rows": "24", "data-paper": "", "class": "paper-source", **(attrs or {})})

    class Media:
        css = {"all": ["documents/paper.css"]}
        js = ["documents/grid.js", forms.Script("documents/paper.js", type="module")]
