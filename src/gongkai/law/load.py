"""Read provisions and closed lists from TOML; refuse what the platform could not cite.

Errors: LawDataError naming the file and the entry when a source or start is missing, a word is outside its
closed set, an id is used twice, or two versions of one matter overlap.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeGuard, get_args

from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.provision import (
    TRUST,
    Applicable,
    Combine,
    Direction,
    Effect,
    Entry,
    Level,
    Limit,
    Occasion,
    Provision,
    Source,
    Status,
    Unit,
    Version,
)

PACKAGE = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
_PROVISION = (
    "id", "topic", "level", "place", "combine", "chosen_by", "limit", "direction", "extended_by", "rolls", "version",
)  # fmt: skip
_RULE = ("from", "to", "source", "quote", "url", "status", "note")
_VERSION = ("id", "value", "unit", "starts", "effect", *_RULE)
_EFFECT = ("when", "pauses", "restarts", "postpones", *_RULE)
# 第三十三条, 任务分解表第20项, （三）, 表三: a place in the text that can be looked up.
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]+[条款项部节章]|[（(][一二三四五六七八九十]+[）)]|表[一二三四五六七八九十]"
)


class Law:
    """All provisions known to one installation: the shipped ones and those a body adds."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self._by_matter: dict[str, list[Provision]] = {}
        self._versions: dict[str, Version] = {}
        for provision in provisions:
            self._add(provision)

    def _add(self, provision: Provision) -> None:
        peers = self._by_matter.setdefault(provision.id, [])
        if any(peer.jurisdiction == provision.jurisdiction for peer in peers):
            raise LawDataError(f"法规数据：{provision.id}（{provision.jurisdiction}）重复收录。")
        peers.append(provision)
        for version in provision.versions:
            if version.id in self._versions:
                raise LawDataError(f"法规数据：版本编号 {version.id} 重复。")
            self._versions[version.id] = version

    @cached_property
    def edition(self) -> str:
        """A fingerprint of everything that is known."""
        known = [repr((m, p, [repr(v) for v in p.versions])) for m, ps in self._by_matter.items() for p in ps]
        return hashlib.sha256("\n".join(sorted(known)).encode()).hexdigest()

    @property
    def version_ids(self) -> tuple[str, ...]:
        """Ids of all versions."""
        return tuple(self._versions)

    @property
    def matters(self) -> tuple[str, ...]:
        """Ids of all provisions."""
        return tuple(self._by_matter)

    def provision(self, matter: str) -> Provision:
        """The provision of that id: the national one, else the only local one."""
        peers = self._by_matter.get(matter)
        if not peers:
            raise GongkaiError(f"没有编号为“{matter}”的规定。可用的编号：{'、'.join(self.matters)}。")
        return next((peer for peer in peers if peer.level == "national"), peers[0])

    def peers(self, matter: str) -> tuple[Provision, ...]:
        """Every provision of a matter, at all levels."""
        return tuple(self._by_matter.get(matter, ()))

    def version(self, version_id: str) -> Version:
        """The version of that id, whatever the date (a case keeps this id)."""
        try:
            return self._versions[version_id]
        except KeyError:
            raise GongkaiError(f"没有编号为“{version_id}”的规定版本。") from None

    def resolve(self, name: str, on: date) -> Version:
        """A version from a command-line word: a matter is chosen by date, a version id stays pinned."""
        if name in self._by_matter:
            return self.provision(name).at(on)
        if name in self._versions:
            return self._versions[name]
        raise GongkaiError(f"没有编号为“{name}”的规定。可用的编号：{'、'.join(self.matters)}。")

    def extension_of(self, version: Version, levels: Iterable[str] = ("national",)) -> Version:
        """The rule that allows an extension of this version, from the text of its time; the strictest that binds.

        Errors: GongkaiError where the law knows of no extension.
        """
        matter = version.provision.extended_by
        if not matter:
            raise GongkaiError(f"“{version.provision.topic}”（{version.basis}）没有可以延长的规定。")
        chosen = {peer.chosen_by: version.start for peer in self.peers(matter)}
        return self.applicable(matter, chosen, levels).governing

    def applicable(self, matter: str, facts: dict[str, date], levels: Iterable[str]) -> Applicable:
        """What binds a body carrying `levels` in a case with these dated facts.

        Every provision of the matter that holds for the body counts, in the version its own `chosen_by`
        picks. Errors: GongkaiError if the fact is missing or no rule holds.
        """
        carried = tuple(levels)
        found: list[Version] = []
        for provision in self._by_matter.get(matter, []):
            if not provision.holds_for(carried):
                continue
            on = facts.get(provision.chosen_by)
            if on is None:
                raise GongkaiError(f"缺少选定“{provision.topic}”版本所需的日期（{provision.chosen_by}）。")
            found += [version for version in provision.versions if version.covers(on)]
        if not found:
            raise GongkaiError(f"没有适用于本机关的“{matter}”规定。")
        return Applicable(min(found, key=lambda version: version.strictness), tuple(found))


def load_law(
    folders: Iterable[Path] = (DATA / "national", DATA / "local"), more: Iterable[Provision] = ()
) -> Law:
    """The provisions of all `*.toml` below these folders, in order of file name, then those handed in."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*.toml"))]
    return Law([*(provision for path in paths for provision in read_provisions(path)), *more])


def read_provisions(path: Path) -> list[Provision]:
    """The provisions of one file."""
    return provisions_of(parse(path), path.name)


def provisions_of(data: dict[str, Any], place: str) -> list[Provision]:
    """The provisions of a parsed file. place: how the file is called in errors."""
    return [_provision(item, place) for item in tables(data, "provision", f"法规数据 {place}")]


def read_list(path: Path) -> tuple[Entry, ...]:
    """One closed list; codes are unique and every entry has its source."""
    return entries_of(parse(path), path.name)


def entries_of(data: dict[str, Any], place: str) -> tuple[Entry, ...]:
    """The entries of a parsed list file. place: how the file is called in errors."""
    if not _is_day(data.get("from")):
        raise LawDataError(f"法规数据 {place}：清单缺少施行日期（from）。")
    entries = tuple(
        _entry({"from": data["from"], **item}, place) for item in tables(data, "entry", f"法规数据 {place}")
    )
    _refuse_twice(entries, place)
    return entries


def _refuse_twice(entries: Iterable[Entry], place: str) -> None:
    """A code may come back with another text, never stand twice on one day."""
    until: dict[str, date] = {}
    for entry in sorted(entries, key=lambda each: each.start):
        if entry.code in until and until[entry.code] >= entry.start:
            raise LawDataError(f"法规数据 {place}：清单编码重复：{entry.code}。")
        until[entry.code] = entry.end or date.max


def parse(path: Path, kind: str = "法规数据") -> dict[str, Any]:
    """A TOML file. A shipped file is called by its name in errors, an installation's own by its path."""
    place = f"{kind} {path.name if path.is_relative_to(PACKAGE) else path}"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LawDataError(f"{place} 读不出来：请检查文件是否存在、平台是否有权读取。") from error
    except UnicodeDecodeError as error:
        raise LawDataError(f"{place} 读不出来：不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        spot = f"第{found[1]}行写法不对" if found else "末尾不完整，或者有一项重复"
        raise LawDataError(f"{place} 读不出来：{spot}，请对照 TOML 格式改正。") from error


def tables(data: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """The tables under a key, none where it is absent. where: file and entry, in errors."""
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise LawDataError(f"{where}：“{key}”应写作 [[{key}]]，一条一段。")
    return found


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _yes(item: dict[str, Any], key: str, default: bool, where: str) -> bool:
    value = item.get(key, default)
    if not isinstance(value, bool):
        raise LawDataError(f"法规数据 {where}：“{key}”应为 true 或者 false。")
    return value


def _only(item: dict[str, Any], known: Iterable[str], where: str) -> None:
    """A word misspelt would be a limit without end or an effect that never comes."""
    odd = [key for key in item if key not in known]
    if odd:
        raise LawDataError(f"法规数据 {where}：没有“{odd[0][:40]}”这一项，可用的项：{'、'.join(known)}。")


def _provision(item: dict[str, Any], place: str) -> Provision:
    where = f"{place}：{item.get('id', '（无编号）')}"
    _only(item, _PROVISION, where)
    provision = Provision(
        id=_text(item, "id", where),
        topic=_text(item, "topic", where),
        level=_word(item, "level", get_args(Level), where),
        place=str(item.get("place", "")),
        combine=_word(item, "combine", get_args(Combine), where),
        chosen_by=_text(item, "chosen_by", where),
        limit=_word({"limit": "at_most", **item}, "limit", get_args(Limit), where),
        direction=_word({"direction": "after", **item}, "direction", get_args(Direction), where),
        extended_by=str(item.get("extended_by", "")),
        rolls=_yes(item, "rolls", True, where),
    )
    if provision.level != "national" and not provision.place:
        raise LawDataError(f"法规数据 {where}：地方规定没有写明地方（place）。")
    found = tables(item, "version", f"法规数据 {where}")
    versions = sorted((_version(each, provision, where) for each in found), key=lambda v: v.start)
    if not versions:
        raise LawDataError(f"法规数据 {where}：没有任何版本。")
    _refuse_overlap(versions, where)
    # Versions point back to their provision, so the frozen pair is closed here, once.
    object.__setattr__(provision, "versions", tuple(versions))
    return provision


def _refuse_overlap(versions: list[Version], where: str) -> None:
    for older, newer in pairwise(versions):
        if older.end is None or older.end >= newer.start:
            raise LawDataError(f"法规数据 {where}：版本 {older.id} 与 {newer.id} 的施行期间重叠。")


def _version(item: dict[str, Any], provision: Provision, where: str) -> Version:
    here = f"{where}：{item.get('id', '（无编号的版本）')}"
    _only(item, _VERSION, here)
    start, end = span(item, here)
    unit = _word(item, "unit", get_args(Unit), here)
    return Version(
        id=_text(item, "id", here),
        provision=provision,
        value=_value(item.get("value"), unit, here),
        unit=unit,
        starts=_text(item, "starts", here),
        start=start,
        end=end,
        source=source_of(item, here),
        status=trust_of(item, here),
        note=str(item.get("note", "")),
        effects=tuple(_effect(each, start, end, here) for each in tables(item, "effect", f"法规数据 {here}")),
    )


def span(item: dict[str, Any], where: str) -> tuple[date, date | None]:
    """From which day to which day (included; None: still in force)."""
    start, end = item.get("from"), item.get("to")
    if not _is_day(start):
        raise LawDataError(f"法规数据 {where}：缺少施行日期（from）。")
    if end is not None and (not _is_day(end) or end < start):
        raise LawDataError(f"法规数据 {where}：失效日期（to）不对。")
    return start, end


def _effect(item: dict[str, Any], since: date, until: date | None, place: str) -> Effect:
    where = f"{place}：对期限的影响（{item.get('when', '没有写明情形')}）"
    _only(item, _EFFECT, where)
    start, end = item.get("from", since), item.get("to")
    if not _is_day(start) or start < since or (until is not None and start > until):
        raise LawDataError(f"法规数据 {where}：施行日期（from）不在该版本施行期间内。")
    if end is not None and (not _is_day(end) or end < start):
        raise LawDataError(f"法规数据 {where}：失效日期（to）不对。")
    effect = Effect(
        when=_word(item, "when", get_args(Occasion), where),
        pauses=_yes(item, "pauses", False, where),
        restarts=_yes(item, "restarts", False, where),
        start=start,
        end=end,
        source=source_of(item, where),
        status=trust_of(item, where),
        note=str(item.get("note", "")),
        postpones=_yes(item, "postpones", False, where),
    )
    if not (effect.pauses or effect.restarts or effect.postpones):
        words = "没有写明停计（pauses）、重新起算（restarts）或者延迟（postpones）。"
        raise LawDataError(f"法规数据 {where}：{words}")
    return effect


def _value(value: object, unit: str, where: str) -> int | str:
    if unit == "date" and isinstance(value, str):
        try:
            date.fromisoformat(f"2001-{value}")
        except ValueError:
            raise LawDataError(f"法规数据 {where}：日期应写作“月-日”，如 01-31。") from None
        return value
    if unit != "date" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise LawDataError(f"法规数据 {where}：期限的数值（value）与单位（unit）不相配。")


def _entry(item: dict[str, Any], place: str) -> Entry:
    where = f"{place}：{item.get('code', '（无编码）')}"
    known = {"code", "label", *_RULE}
    start, end = span(item, where)
    if "unit" in item:
        _value(item.get("value"), _word(item, "unit", get_args(Unit), where), where)
    return Entry(
        code=_text(item, "code", where),
        label=_text(item, "label", where),
        source=source_of(item, where),
        status=trust_of(item, where, "house"),
        start=start,
        end=end,
        note=str(item.get("note", "")),
        facts={key: value for key, value in item.items() if key not in known},
    )


def trust_of(item: dict[str, Any], where: str, *more: Status) -> Status:
    """The mark of trust. `verified` says that somebody saw the wording: then it stands here, or where it can be read.

    LawDataError for a verified rule whose source names no numbered place, and for one without wording and address.
    """
    status: Status = _word(item, "status", (*TRUST, *more), where)
    if status != "verified":
        return status
    source = source_of(item, where)
    lacks = "" if source.quote or source.url else "原文（quote）或者网址（url）"
    if not _NUMBERED.search(source.article):
        lacks = "条次"
    if lacks:
        raise LawDataError(
            f"法规数据 {where}：标为已核对（verified），出处却没有{lacks}；请补上，或者改标 memory。"
        )
    return status


def source_of(item: dict[str, Any], where: str) -> Source:
    source = item.get("source")
    if not isinstance(source, dict):
        raise LawDataError(f"法规数据 {where}：没有出处（source），不予收录。")
    url = str(item.get("url", ""))
    if url and not url.startswith(("https://", "http://")):
        raise LawDataError(f"法规数据 {where}：网址（url）应以 http:// 或者 https:// 开头。")
    title, number, article = (_text(source, key, f"{where}：出处") for key in ("title", "number", "article"))
    return Source(title, number, article, str(item.get("quote", "")), url)


def _text(item: dict[str, Any], key: str, where: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LawDataError(f"法规数据 {where}：缺少“{key}”。")
    return value


def _word(item: dict[str, Any], key: str, allowed: tuple[str, ...], where: str) -> Any:
    value = item.get(key)
    if value not in allowed:
        raise LawDataError(f"法规数据 {where}：“{key}”应为{'、'.join(allowed)}之一。")
    return value
