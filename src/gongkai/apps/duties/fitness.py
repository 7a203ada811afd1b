"""What in the words and files of a record stands against its being public: the same for every kind, before and at 送审.

It asks nothing of the database, so a screen can tell it of a record that is not kept yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkai import law
from gongkai.apps.duties.publishable import Content, PublicFile
from gongkai.exceptions import Obstacle
from gongkai.gongwen import personal

PERSONAL = personal.UNFIT
# what the public reads beside the text: field, its name, where it is mended
_FACTS = (
    ("title", "标题", "#title"),
    ("number", "发文字号", "#number"),
    ("issuer", "落款机关", "#issuer"),
    ("addressee", "主送机关", "#addressee"),
)


def obstacles_of_content(content: Content, *, closed: bool, known: Iterable[Obstacle] = ()) -> list[Obstacle]:
    """What is missing or may not be read by everybody. known: what its kind has said already, which is not said twice."""
    found = [*known]
    if not content.title:
        found.append(Obstacle("document:title", "没有标题。", cure="#title"))
    if not content.text and not content.attachments:
        found.append(Obstacle("document:empty", "没有正文，也没有附件。", cure="#text"))
    if not closed:
        going_out = [*content.attachments, *([content.original] if content.original else [])]
        found += _personal_in_text(content) + personal_obstacles(going_out)
        codes = {o.code for o in found}
        found += [o for o in _personal_in_facts(content) if o.code not in codes]
    if content.effective_on and content.expires_on and content.expires_on < content.effective_on:
        found.append(Obstacle("document:dates", "有效期早于施行日期。", cure="#expires_on"))
    return found


def _personal_in_text(content: Content) -> list[Obstacle]:
    hits = personal.unfit(content.text)
    if not hits:
        return []
    sentence = f"正文有{len(hits)}处个人信息没有遮盖（{personal.named(hits)}）。"
    return [Obstacle("text:personal", sentence, law.cite("privacy"), "#text")]


def _personal_in_facts(content: Content) -> list[Obstacle]:
    facts = [(field, name, getattr(content, field), cure) for field, name, cure in _FACTS]
    return personal.unmasked([*facts, *((name, name, words, "#facts") for name, words in content.more)])


def personal_obstacles(attachments: Iterable[PublicFile]) -> list[Obstacle]:
    """Personal data found in the files that would go out, or in their names, which the public reads too."""
    found = []
    for file in attachments:
        if hits := personal.unfit(file.name):
            sentence = f"附件的文件名里有个人信息（{personal.named(hits)}），请改名后重新添加。"
            found.append(Obstacle(f"file:name:{file.key}", sentence, law.cite("privacy"), "#files"))
        inside = [f for f in file.hidden if f.get("kind") in PERSONAL]
        if inside:
            places = "；".join(dict.fromkeys(str(f.get("place", "")) for f in inside if f.get("place")))
            where = f"（{places[:120]}）" if places else ""
            sentence = f"附件“{file.name}”有{len(inside)}处个人信息没有遮盖{where}。"
            found.append(Obstacle(f"file:personal:{file.key}", sentence, law.cite("privacy"), "#files"))
    return found
