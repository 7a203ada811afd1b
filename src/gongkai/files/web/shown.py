"""What a web page shows: style blocks, style attributes and tags that hide, strike out or make invisible."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import lxml.html

from gongkai.exceptions import Unreadable

How = Literal["", "gone", "blank", "struck"]
"""gone: takes no room; blank: takes room but shows nothing; struck: crossed out."""

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(?P<tag>^[a-z][\w-]*|\*)|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)", re.IGNORECASE)
_WANTED = re.compile(
    r"(display|visibility|opacity|font-size|text-decoration(?:-line)?|color|background(?:-color)?|position|left|top|"
    r"text-indent|clip|clip-path|list-style(?:-type)?|white-space|height|width|overflow)\s*:\s*([^;]+)",
    re.IGNORECASE,
)
_MOST_RULES = 600
_LABOUR = 3_000_000  # rules and declarations looked at for one page; some seconds
_TOO_MUCH = "的样式过于复杂，请用原来的软件另存为 .docx 后再试。"
_STRUCK_TAGS = {"del", "s", "strike"}
_WHITE = re.compile(
    r"(?:white|#f{3}|#f{6}|#fe?fefe|#fdfdfd|rgba?\(25[0-5],25[0-5],25[0-5](?:,1(?:\.0)?)?\))$"
)
_CLEAR = re.compile(r"transparent$|rgba\(.*,0(?:\.0+)?\)$")


@dataclass
class _Rule:
    """One selector with its declarations. steps: compounds from the right to the left."""

    steps: list[list[tuple[str, str]]]
    told: dict[str, str]
    weight: tuple[int, int]


@dataclass
class Shown:
    """The style of one page. linked: it names a style sheet that is not at hand."""

    linked: bool = False
    _rules: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    _known: dict[lxml.html.HtmlElement, dict[str, str]] = field(default_factory=dict)
    _classes: dict[lxml.html.HtmlElement, frozenset[str]] = field(default_factory=dict)
    _left: int = _LABOUR

    def _labour(self, much: int) -> None:
        """Unreadable where a page makes more of it than any page of an office does."""
        self._left -= much
        if self._left < 0:
            raise Unreadable(_TOO_MUCH)

    def style(self, node: lxml.html.HtmlElement) -> dict[str, str]:
        """The declarations that hold for one element, its own last."""
        if node in self._known:  # before its words are fetched, which may be many
            return self._known[node]
        if not self._rules:
            own = node.get("style") or ""
            self._labour(len(own) // 10)
            self._known[node] = _declarations(own) if own else {}
        else:
            names = [f".{one}" for one in sorted(self._named(node))]
            keys = [*names, f"#{node.get('id')}", str(node.tag).lower(), "*"]
            near = [rule for key in keys for rule in self._rules.get(key, ())]
            self._labour(1 + len(node.get("style") or "") // 10 + sum(len(rule.steps) for rule in near))
            fitting = [rule for rule in near if self._fits(rule, node)]
            told: dict[str, str] = {}
            forced: dict[str, str] = {}
            for rule in sorted(fitting, key=lambda one: one.weight):
                _take(rule.told, told, forced)
            _take(_declarations(node.get("style") or ""), told, forced)
            self._known[node] = told | forced
        return self._known[node]

    def how(self, node: lxml.html.HtmlElement) -> How:
        """How an element is shown; what is inside may still be hidden by itself."""
        tag = str(node.tag).lower()
        if not self._rules and not node.attrib:
            return "struck" if tag in _STRUCK_TAGS else "gone" if tag == "dialog" else ""
        style = self.style(node)
        if node.get("hidden") is not None or (tag == "dialog" and node.get("open") is None):
            return "gone"
        if style.get("display") == "none" or style.get("visibility") == "collapse":
            return "gone"
        if style.get("visibility") == "hidden" or _unseen(style):
            return "blank"
        if tag in _STRUCK_TAGS or "line-through" in style.get(
            "text-decoration", style.get("text-decoration-line", "")
        ):
            return "struck"
        return "blank" if self._same_color(node, style) else ""

    def _fits(self, rule: _Rule, node: lxml.html.HtmlElement) -> bool:
        if not self._matches(rule.steps[0], node):
            return False
        above = node.getparent()
        for step in rule.steps[1:]:
            while above is not None and not self._matches(step, above):
                self._labour(1)
                above = above.getparent()
            if above is None:
                return False
            above = above.getparent()
        return True

    def _matches(self, step: list[tuple[str, str]], node: lxml.html.HtmlElement) -> bool:
        for kind, value in step:
            if kind == "tag" and value != "*" and str(node.tag).lower() != value.lower():
                return False
            if kind == "id" and node.get("id") != value:
                return False
            if kind == "class" and value not in self._named(node):
                return False
        return True

    def _named(self, node: lxml.html.HtmlElement) -> frozenset[str]:
        if node not in self._classes:
            said = node.get("class") or ""
            self._labour(len(said) // 10)
            self._classes[node] = frozenset(said.split())
        return self._classes[node]

    def _same_color(self, node: lxml.html.HtmlElement, style: dict[str, str]) -> bool:
        """White on white, or any colour on itself."""
        color = style.get("color") or (node.get("color") if node.tag == "font" else None) or ""
        color = color.lower().replace(" ", "")
        if not color:
            return False
        if _CLEAR.match(color):
            return True
        named = False
        for one in (node, *node.iterancestors()):
            self._labour(1)
            own = self.style(one)
            ground = own.get("background-color") or own.get("background") or one.get("bgcolor") or ""
            if ground and not ground.startswith(("none", "transparent", "inherit")):
                return ground.lower().replace(" ", "").startswith(color)
            if one.get("background"):
                return False
            named = named or bool(one.get("class") or one.get("id"))
        return bool(_WHITE.match(color)) and not (named and self.linked)


def shown(root: lxml.html.HtmlElement) -> Shown:
    """Read the style blocks of a page."""
    links = (one for one in root.iter("link") if "stylesheet" in (one.get("rel") or "").lower())
    found = Shown(any(True for _ in links))
    order = 0
    for block in root.iter("style"):
        for selectors, body in _RULE.findall(_screen_only(block.text or "")):
            told = _declarations(body)
            if not told:
                continue
            for selector in selectors.split(","):
                order += 1
                rule = _rule(selector.strip(), told, order)
                if rule is not None and order < _MOST_RULES:
                    found._rules[_key(rule)].append(rule)
    return found


def _screen_only(text: str) -> str:
    """Style without remarks and without what is said for print; the shells of other @-rules are opened."""
    text = _COMMENT.sub("", text)
    kept, at = "", 0
    for match in re.finditer(r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", text):
        kept += text[at : match.start()]
        if re.search(r"screen|all", match[1]) and not re.search(r"width|height", match[1]):
            kept += match[2]
        at = match.end()
    return re.sub(r"@[a-z-]+[^{;]*;", "", kept + text[at:])


def _rule(selector: str, told: dict[str, str], order: int) -> _Rule | None:
    if not selector or re.search(r"[:\[+~@]", selector):
        return None
    steps: list[list[tuple[str, str]]] = []
    weight = 0
    for part in reversed(re.split(r"\s*>\s*|\s+", selector)):
        step = [
            (kind, value)
            for match in _COMPOUND.finditer(part)
            for kind, value in match.groupdict().items()
            if value
        ]
        if not step:
            return None
        weight += sum({"id": 10_000, "class": 100, "tag": value != "*"}[kind] for kind, value in step)
        steps.append(step)
    return _Rule(steps, told, (weight, order))


def _key(rule: _Rule) -> str:
    kind, value = max(rule.steps[0], key=lambda one: ("tag", "class", "id").index(one[0]))
    return {"id": "#", "class": ".", "tag": ""}[kind] + (value.lower() if kind == "tag" else value)


def _declarations(text: str) -> dict[str, str]:
    return {name.lower(): value.strip().lower() for name, value in _WANTED.findall(text)}


def _take(said: dict[str, str], told: dict[str, str], forced: dict[str, str]) -> None:
    for name, value in said.items():
        plain, important, _ = value.partition("!important")
        (forced if important else told)[name] = plain.strip()


def _unseen(style: dict[str, str]) -> bool:
    """Of no size, no opacity, clipped away, or set far off the page."""
    size = style.get("font-size", "")
    if re.match(r"0(?:\.\d*)?(?:px|pt|em|rem|%)?$|1px$|1pt$", size):
        return True
    if re.match(r"0(?:\.0+)?$", style.get("opacity", "")):
        return True
    far = r"-\d{3,}"
    if style.get("position") in ("absolute", "fixed") and (
        re.match(far, style.get("left", "")) or re.match(far, style.get("top", ""))
        or re.match(r"rect\((?:0|1)", style.get("clip", ""))
    ):  # fmt: skip
        return True
    nothing = style.get("overflow") == "hidden" and "0" in (
        re.sub(r"px|pt", "", style.get("height", "")), re.sub(r"px|pt", "", style.get("width", ""))
    )  # fmt: skip
    return bool(re.match(far, style.get("text-indent", ""))) or nothing
