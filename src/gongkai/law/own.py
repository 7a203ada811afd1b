"""本单位自有的规定: files an installation keeps in `GONGKAI_DATA/law`, read beside the shipped ones, never instead of them.

A file holds provisions of a city or bureau, shorter periods of the one list that a body may tighten, or entries of the one
to which it may add (channels of its own). The stricter rule
governs as everywhere; what could make a shipped rule weaker is refused. Errors: LawDataError naming file and entry.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import ge
from pathlib import Path

from gongkai.exceptions import LawDataError
from gongkai.law.load import DATA, Law, entries_of, load_law, parse, provisions_of, read_list
from gongkai.law.provision import Effect, Entry, Provision, Version

# The lists a body may tighten → the column whose smaller number is the stricter. All others are closed by the State.
TIGHTENED = {"retention": "years"}
# The lists to which a body may add what it calls its own → the columns in which each new entry takes a value that the
# shipped ones have: a window of one's own is still one of the four ways of the form, and has a rule of receipt.
ADDED = {"channels": ("form", "receipt")}
_SAME = {
    "limit": "上限或者下限",
    "direction": "计算方向",
    "chosen_by": "选定版本的日期",
    "combine": "与上级规定的关系",
}


@dataclass(frozen=True)
class Own:
    """What the installation's own files say. entries: list name → its tightened or added entries by code."""

    provisions: tuple[Provision, ...] = ()
    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)


def own_files(kind: str) -> list[Path]:
    """The `*.toml` of `GONGKAI_DATA/<kind>` (default ./var, as the server has it), by name; none without the folder."""
    folder = (Path(os.environ.get("GONGKAI_DATA", "").strip() or "var") / kind).resolve()
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LawDataError(f"目录 {folder} 读不出来：请确认它是目录，并且平台有权读取。") from error


@cache
def own() -> Own:
    """The installation's own law, read once per process; `gongkai.law.reload` reads it again."""
    return read_own(own_files("law"), load_law())


def read_own(paths: Iterable[Path], shipped: Law) -> Own:
    """The own provisions and entries of these files, held against the shipped law."""
    provisions: list[Provision] = []
    entries: dict[str, dict[str, Entry]] = {}
    for path in paths:
        data = parse(path)
        if "provision" in data:
            for provision in provisions_of(data, str(path)):
                _refuse(provision, shipped, provisions, f"法规数据 {path}：{provision.id}")
                provisions.append(provision)
        elif "entry" in data:
            name = str(data.get("name", ""))
            judge = _added if name in ADDED else _tightened
            found = judge(name, entries_of(data, str(path)), path)
            if twice := entries.setdefault(name, {}).keys() & found.keys():
                raise LawDataError(f"法规数据 {path}：{min(twice)}已经收录，不能再写一次。")
            entries[name].update(found)
        else:
            raise LawDataError(f"法规数据 {path}：既没有规定（provision），也没有清单条目（entry）。")
    return Own(tuple(provisions), entries)


def _added(name: str, found: Iterable[Entry], path: Path) -> dict[str, Entry]:
    """The entries by code, none of which the platform has, each with values that it knows."""
    shipped = read_list(DATA / "lists" / f"{name}.toml")
    added: dict[str, Entry] = {}
    for entry in found:
        where = f"法规数据 {path}：{entry.code}"
        if entry.code in {known.code for known in shipped}:
            raise LawDataError(f"{where}：平台已有这个编码，请换一个；平台的条目不能改。")
        for column in ADDED[name]:
            allowed = list(dict.fromkeys(str(known.facts[column]) for known in shipped))
            if entry.facts.get(column) not in allowed:
                raise LawDataError(f"{where}：“{column}”应为{'、'.join(allowed)}之一。")
        added[entry.code] = entry
    return added


def _tightened(name: str, found: Iterable[Entry], path: Path) -> dict[str, Entry]:
    """The entries by code, each stricter than the shipped one, or as strict."""
    if name not in TIGHTENED:
        raise LawDataError(
            f"法规数据 {path}：清单“{name}”由国家规定，本单位不能增减；"
            f"可以收紧的清单：{'、'.join(TIGHTENED)}；可以增加的清单：{'、'.join(ADDED)}。"
        )
    column, known = (
        TIGHTENED[name],
        {entry.code: entry for entry in read_list(DATA / "lists" / f"{name}.toml")},
    )
    tightened: dict[str, Entry] = {}
    for entry in found:
        where = f"法规数据 {path}：{entry.code}"
        if entry.code not in known:
            raise LawDataError(f"{where}：清单“{name}”没有这个编码，可用的编码：{'、'.join(known)}。")
        value, most = entry.facts.get(column), known[entry.code].facts[column]
        if type(value) is not int or not 1 <= value <= int(str(most)):
            raise LawDataError(f"{where}：“{column}”应为1至{most}的整数，只能比平台的缺省值更严。")
        tightened[entry.code] = replace(entry, label=known[entry.code].label)
    return tightened


def _refuse(own: Provision, shipped: Law, others: Iterable[Provision], where: str) -> None:
    """Refuse a national rule, a rule told twice, and whatever would loosen a shipped rule of the matter."""
    if own.level == "national":
        raise LawDataError(
            f"{where}：全国性规定随平台发布，本单位的文件只能写市级（city）或者本局（bureau）规定。"
        )
    peers = [*shipped.peers(own.id), *(other for other in others if other.id == own.id)]
    if any(peer.jurisdiction == own.jurisdiction for peer in peers):
        raise LawDataError(f"{where}：{own.jurisdiction} 的这项规定已经收录，不能再写一次。")
    taken = {*shipped.version_ids, *(version.id for other in others for version in other.versions)}
    for version in own.versions:
        if version.id in taken:
            raise LawDataError(f"{where}：版本编号 {version.id} 已经用过，请换一个。")
        taken.add(version.id)
    for peer in peers:
        _refuse_other_kind(own, peer, where)
        for version in own.versions:
            _refuse_incomparable(version, peer, f"{where}：{version.id}")
    national = [peer for peer in peers if peer.level == "national"]
    if national:
        for version in own.versions:
            for effect in version.effects:
                _refuse_effect(effect, national, f"{where}：{version.id}")


def _refuse_other_kind(own: Provision, peer: Provision, where: str) -> None:
    for name, words in _SAME.items():
        if getattr(own, name) != getattr(peer, name):
            raise LawDataError(
                f"{where}：“{name}”（{words}）应与已收录的规定一致，写作“{getattr(peer, name)}”，否则比不出哪一个更严。"
            )
    if own.extended_by not in ("", peer.extended_by):
        raise LawDataError(f"{where}：“extended_by”写了上级规定没有的延长，不予收录。")
    if own.rolls and not peer.rolls:
        raise LawDataError(f"{where}：“rolls”应为 false：上级规定的末日不因放假顺延。")


def _refuse_incomparable(version: Version, peer: Provision, where: str) -> None:
    """Limits are ranked only in one unit: 20 working days may be longer than 30 days over a long holiday."""
    if version.start < peer.versions[0].start:
        raise LawDataError(
            f"{where}：施行日期（from）早于已收录规定的最早施行日期{peer.versions[0].start.isoformat()}。"
        )
    for other in peer.versions:
        apart = (other.end and other.end < version.start) or (version.end and version.end < other.start)
        if not apart and other.unit != version.unit:
            raise LawDataError(
                f"{where}：单位（unit）应与{other.basis}一致，写作“{other.unit}”，否则比不出哪一个更严。"
            )


def _refuse_effect(effect: Effect, national: Iterable[Provision], where: str) -> None:
    """No occasion stands, restarts or postpones a clock of national law unless national law lets it, on every day it is said for."""
    for known in (e for peer in national for version in peer.versions for e in version.effects):
        within = known.start <= effect.start and (
            known.end is None or (effect.end is not None and effect.end <= known.end)
        )
        no_more = (known.pauses, known.restarts, known.postpones)
        asked = (effect.pauses, effect.restarts, effect.postpones)
        if known.when == effect.when and within and all(map(ge, no_more, asked)):
            return
    raise LawDataError(
        f"{where}：对期限的影响（{effect.when}）超出上级规定允许的停计、重新起算或者延迟，不予收录。"
    )
