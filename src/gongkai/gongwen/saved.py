"""Saved pages of an old site: title, date, column, source, text and files of each, every one with where it was found.

The ground for moving a bureau in. Nothing is taken from the web: what a page links to is looked for in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from gongkai.exceptions import Unreadable
from gongkai.files import door
from gongkai.files.document import Document
from gongkai.gongwen.dates import parse_date
from gongkai.gongwen.document import ReadDocument, paper_of
from gongkai.gongwen.found import Evidence, Found, missing, proof
from gongkai.gongwen.lines import Line, lines_of
from gongkai.gongwen.text import close_up

PAGES = {".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".asp", ".aspx", ".jsp", ".php"}
MOST_FILES = 50_000
_SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：]\s*(?P<value>[^\s|｜:：]{2,40})")
_DAY = re.compile(
    r"(?:日期|时间|发布于|发表于)\s*[:：]?\s*(?P<day>\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?)"
)
_DATE_LATER = re.compile(r"(?:作者|编辑|发布时间|发布日期|日期|时间|浏览|点击|字体|字号).*")
# “您现在的位置：首页 > 政务公开 > 通知公告 > 正文”: what stands before the page itself is its column.
_WHERE = re.compile(
    r"(?:您|你)?(?:现在|当前|目前)?的?(?:所在)?位置\s*(?:是|为)?\s*[:：]?\s*(?P<path>.{2,200})"
)
_STEP = re.compile(r"\s*(?:>>|>|＞|»|›|→|/|\\|·|-{2,}|>)\s*")
_ENDS = re.compile(r"正文|内容|详细(?:内容|信息)|查看|浏览|详情|内容页|信息内容")
_HOME = re.compile(r"(?:网站|本站|返回)?(?:首页|主页)|.{0,12}(?:网|门户)")


@dataclass(frozen=True)
class SavedFile:
    """A file that a page links to. name: words of the link; href: as the page has it; path: where it lies, or None."""

    name: str
    href: str
    path: Path | None = None


@dataclass(frozen=True)
class SavedPage:
    """One page. path: below the folder."""

    path: Path
    title: Found[str]
    date: Found[date]
    column: Found[str]
    source: Found[str]
    text: str
    html: str
    files: tuple[SavedFile, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class Saved:
    """A whole folder. unread: page and the sentence that says why; alone: files that no page links to."""

    pages: list[SavedPage] = field(default_factory=list)
    unread: list[tuple[Path, str]] = field(default_factory=list)
    alone: list[Path] = field(default_factory=list)


def read_saved(folder: Path) -> Saved:
    """Every page of a folder and of those below it, in the order of their paths. Unreadable if there is none."""
    if not folder.is_dir():
        raise Unreadable(f"找不到文件夹“{folder}”。")
    found = Saved()
    paths = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        paths.append(path.relative_to(folder))
        if len(paths) > MOST_FILES:
            raise Unreadable(f"文件夹里超过{MOST_FILES}个文件，请分成几个文件夹再读。")
    shelf = _Shelf(paths)
    linked: set[Path] = set()
    for path in (one for one in paths if one.suffix.lower() in PAGES):
        try:
            page = read_page(path, door.bytes_of(folder / path), shelf)
        except Unreadable as error:
            found.unread.append((path, error.sentence))
            continue
        found.pages.append(page)
        linked.update(one.path for one in page.files if one.path is not None)
    found.alone = [
        p for p in paths if p.suffix.lower() not in PAGES and p not in linked and shelf.is_paper(p)
    ]
    return found


class _Shelf:
    """The files of the folder by name, to find what a page links to."""

    _PAPERS = {
        ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".pdf", ".ofd", ".ppt", ".pptx", ".zip", ".rar", ".txt", ".csv",
    }  # fmt: skip

    def __init__(self, paths: list[Path]) -> None:
        self._by_path = {_plain(path.as_posix()): path for path in paths}
        self._by_name: dict[str, list[Path]] = {}
        for path in paths:
            self._by_name.setdefault(_plain(path.name), []).append(path)

    def is_paper(self, path: Path) -> bool:
        """Whether it is a document or a table, not a picture or a style of the page."""
        return path.suffix.lower() in self._PAPERS

    def find(self, page: Path, href: str) -> Path | None:
        """The file behind a link: beside the page, below the root of the site, or by its name if that stands alone."""
        way = unquote(urlsplit(href.replace("\\", "/")).path)
        if not way:
            return None
        parts: list[str] = [] if way.startswith("/") else list(PurePosixPath(page.as_posix()).parent.parts)
        for part in PurePosixPath(way.lstrip("/")).parts:
            if part == "..":
                parts = parts[:-1]
            elif part != ".":
                parts.append(part)
        for start in range(len(parts)):  # the host may be a folder of the copy, or be left out
            found = self._by_path.get(_plain("/".join(parts[start:])))
            if found is not None:
                return found
        same = self._by_name.get(_plain(PurePosixPath(way).name), [])
        return same[0] if len(same) == 1 else None


def _plain(name: str) -> str:
    return name.casefold()


def read_page(path: Path, data: bytes, shelf: _Shelf | None = None) -> SavedPage:
    """One page from its bytes. Unreadable with one sentence."""
    whole = door.read(data, path.name)
    document = ReadDocument(path.name, paper_of(whole, path.name))
    fields = document.fields
    lines = lines_of(whole.blocks)
    day = fields.published if fields.published.value else fields.date if fields.date.value else _day(lines)
    shelf = shelf or _Shelf([])
    return SavedPage(
        path, fields.title, day, _column(whole, lines), _source(whole, lines), document.text, document.body_html,
        tuple(_files(path, whole, shelf)), tuple(document.warnings),
    )  # fmt: skip


def _files(path: Path, document: Document, shelf: _Shelf) -> Iterator[SavedFile]:
    seen: set[str] = set()
    for name, href in document.links:
        if href in seen:
            continue
        seen.add(href)
        last = unquote(PurePosixPath(urlsplit(href).path).name)
        yield SavedFile(close_up(name) or last, href, shelf.find(path, href))


def _day(lines: list[Line]) -> Found[date]:
    """A date behind 日期 or 时间 in a short line, as pages print it below their title."""
    for line in lines:
        match = _DAY.search(line.folded) if len(line.tight) < 120 else None
        reading = parse_date(match["day"]) if match else None
        if reading is not None and reading.value:
            return Found(reading.value, "inferred", "网页上印的日期，按发布时间理解", proof(line))
    return missing()


def _source(document: Document, lines: list[Line]) -> Found[str]:
    """来源 as printed, else as the page tells machines."""
    for line in lines:
        match = _SOURCE.search(line.closed)
        value = _DATE_LATER.sub("", match["value"]).strip(" 【】[]()（）") if match else ""
        if value:
            return Found(value, "read", "", proof(line))
    return _told(document, "ContentSource", "取自网页的来源信息")


def _column(document: Document, lines: list[Line]) -> Found[str]:
    """The way to the page as printed (甲 > 乙), else as the page tells machines."""
    for number, line in enumerate(lines):
        match = _WHERE.search(line.closed) if len(line.closed) < 240 else None
        if match is None:
            continue
        steps = [s for s in _STEP.split(match["path"]) if s.strip()]
        place = line
        if len(steps) < 2 and number + 1 < len(lines):
            place = lines[number + 1]
            steps = [s for s in _STEP.split(place.closed) if s.strip()]
        if len(steps) < 2:
            continue  # a sentence that speaks of a place
        while steps and _ENDS.fullmatch(steps[-1]):
            steps.pop()
        while steps and _HOME.fullmatch(steps[0]):
            steps.pop(0)
        # the last step may be the page itself
        steps = [step for step in steps if len(step) <= 20]
        if steps:
            return Found(" / ".join(steps), "read", "", proof(place))
    return _told(document, "ColumnName", "取自网页的栏目信息")


def _told(document: Document, name: str, reason: str) -> Found[str]:
    said = close_up(document.metadata.get(name, ""))
    return Found(said, "inferred", reason, (Evidence(-1, -1, said[:200]),)) if said else missing()
