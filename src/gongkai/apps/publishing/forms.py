"""What is chosen at publication, correction, withdrawal and afterwards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.catalogue.queries import open_topics
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.acting_on import Proposed
from gongkai.apps.publishing.models import Publication, Relation
from gongkai.apps.publishing.publishable import Subject
from gongkai.clocks import moment
from gongkai.desk.forms import DayField
from gongkai.gongwen import numbers
from gongkai.gongwen.text import fold
from gongkai.law import lists

_MOMENT = re.compile(
    r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*日?\s*[T ]?\s*(\d{1,2})[:：时](\d{2})?分?"
)


class MomentField(forms.Field):
    """Day and time in Beijing: 2026年5月6日 9:00."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "如 2026年5月6日 9:00", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in (None, ""):
            return None
        found = _MOMENT.fullmatch(str(value).strip())
        try:
            if found:
                return dt.datetime(*(int(part or 0) for part in found.groups()), tzinfo=moment.BEIJING)  # type: ignore[misc, arg-type]
        except ValueError:
            pass
        raise forms.ValidationError(f"“{value}”不是时间，请写成 2026年5月6日 9:00 这样。")


def published_as(said: str, where: Q) -> list[Publication]:
    """At most two live publications with this 文号 or 索引号 among those that `where` names."""
    plain = numbers.normalise(said)
    read = numbers.parse_number(said)
    spelled = {said, plain} | ({read.text, *read.candidates} if read else set())
    if read and read.agency and read.year and read.serial:  # 第2号 is 2号
        spelled.add(f"{read.agency}〔{read.year}〕{read.serial}号")
    called = Q(number__in=spelled) | Q(index_number__in={said, fold(said)})
    rows = Publication.objects.filter(called, where, state=Publication.State.LIVE)
    return list(rows.select_related("organization")[:2])


class PublishForm(forms.Form):
    """Where it stands and its topic: all else was judged in review and is not chosen here."""

    use_required_attribute = False  # our own sentences, not the browser's

    columns = forms.ModelMultipleChoiceField(
        label="发布到栏目", queryset=Column.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个栏目。", "invalid_choice": "所选栏目不在本机关网站上。"},
    )  # fmt: skip
    topic = forms.ModelChoiceField(
        label="主题分类", queryset=Topic.objects.none(), required=False, empty_label="不分类",
        error_messages={"invalid_choice": "请从清单中选主题分类。"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, subject: Subject, again: bool = False, judged: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        site = rules.site_of(subject.organization)
        columns: Any = self.fields["columns"]
        columns.queryset = Column.objects.filter(organization=site, is_open=True).select_related("parent")
        columns.label_from_instance = lambda c: f"{c.parent.name} / {c.name}" if c.parent else c.name
        topic: Any = self.fields["topic"]
        topic.queryset = open_topics()
        topic.label_from_instance = lambda t: f"{t.parent.name} / {t.name}" if t.parent else t.name
        if "change_note" in self.fields:
            self.fields["change_note"].required = again
            if not again or judged:
                del self.fields["change_note"]


class PublishNowForm(PublishForm):
    """发布: at once, or at a set time; one that was public before says what changed."""

    scheduled_for = MomentField(label="定时发布", required=False, help_text="不填就是现在发布。")
    change_note = forms.CharField(
        label="与上次公开相比改了什么", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "这件信息公开过，请写明改了什么；公众会看到这句话。"},
    )  # fmt: skip


class EmergencyForm(PublishForm):
    """紧急发布."""

    reason = forms.CharField(
        label="紧急的理由", min_length=5, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明紧急的理由。", "min_length": "请把紧急的理由写清楚，不少于5个字。"},
    )  # fmt: skip


class NoteForm(forms.Form):
    """更正后送审: the words about the change, by whoever made it."""

    use_required_attribute = False  # our own sentences, not the browser's

    change_note = forms.CharField(
        label="更正说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公众会看到这句话：改了什么、为什么改。审核人和正文一起审。",
        error_messages={"required": "请写明改了什么、为什么改，公众会看到这句话。"},
    )  # fmt: skip


class CorrectForm(forms.Form):
    """更正. judged: the note that the reviewers agreed to; then none is asked."""

    use_required_attribute = False  # our own sentences, not the browser's

    change_note = forms.CharField(
        label="更正说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公众会看到这句话，写明改了什么、为什么改。",
        error_messages={"required": "请写明改了什么，公众会看到这句话。"},
    )  # fmt: skip
    scheduled_for = MomentField(
        label="定时更正", required=False, help_text="不填就是现在公开；到时间以前，公众看到的一点不变。"
    )

    def __init__(self, *args: Any, judged: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if judged:
            del self.fields["change_note"]


def _reasons() -> list[tuple[str, str]]:
    return [(e.code, f"{e.label}（{e.source.article}）") for e in lists.entries("withdrawal", moment.today())]


class WithdrawForm(forms.Form):
    """撤回公开: one reason of the closed list, and what the public reads instead."""

    use_required_attribute = False  # our own sentences, not the browser's

    reason = forms.ChoiceField(
        label="撤回原因", choices=_reasons, widget=forms.RadioSelect,
        error_messages={"required": "请选定撤回原因。", "invalid_choice": "请从清单中选定撤回原因。"},
    )  # fmt: skip
    public_note = forms.CharField(
        label="对外说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="撤了什么、为什么、去哪里看更正后的内容。不要在这里再写出不该公开的内容。",
        error_messages={"required": "请写明对外说明。"},
    )  # fmt: skip
    hide_title = forms.BooleanField(
        label="标题也不再显示", required=False, help_text="标题本身含有不应公开的内容时才选。"
    )

    @property
    def reason_said(self) -> str:
        """The chosen reason as the public reads it."""
        offered: Any = self.fields["reason"]
        return str(dict(offered.choices).get(self.data.get("reason", ""), ""))


class RelateForm(forms.Form):
    """废止、修改、替代: by which published document, from which day."""

    use_required_attribute = False  # our own sentences, not the browser's

    source = forms.CharField(
        label="作出的文件", max_length=120, help_text="写文号或索引号，须是已公开的本机关或上级机关文件。",
        error_messages={"required": "请写明作出的文件。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="怎样改变", choices=Relation.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选定是废止、修改还是替代。"},
    )  # fmt: skip
    since = DayField(label="自哪一天起")
    note = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, *args: Any, target: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        self.fields["since"].error_messages["required"] = "请写明自哪一天起。"

    def clean_source(self) -> Publication:
        """The published document meant: by 文号 or 索引号, of the body or one above it."""
        said = self.cleaned_data["source"].strip()
        path = self.target.organization.path
        above = [path[: i + 6] for i in range(0, len(path), 6)]
        found = published_as(said, Q(organization__path__in=above))
        if not found:
            raise forms.ValidationError(
                f"没有找到已公开的“{said}”。请核对文号，或先公开作出废止、修改的文件。"
            )
        if len(found) > 1:
            raise forms.ValidationError(f"“{said}”不止一件，请改写索引号。")
        return found[0]


class ActsOnForm(forms.Form):
    """此件废止、修改了…: what this document does to each of several others, from one day on."""

    use_required_attribute = False  # our own sentences, not the browser's

    def __init__(
        self, *args: Any, source: Publication, proposed: Sequence[Proposed], since: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.source, self.proposed = source, proposed
        kinds = [("", "不登记"), *Relation.Kind.choices]
        for one in proposed:
            self.fields[f"on_{one.target.pk}"] = forms.ChoiceField(
                label=one.target.number or one.target.title, choices=kinds, required=False, initial=one.kind,
                help_text=f"{one.target.title}　{one.where}：{one.line}",
            )  # fmt: skip
        self.fields["more"] = forms.CharField(
            label="另外的文件", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=f"{'上面没有列出的，' if proposed else ''}一行一个文号或索引号，须是已公开的本机关或下级机关文件。",
        )  # fmt: skip
        self.fields["more_kind"] = forms.ChoiceField(
            label="另外的怎样改变", choices=Relation.Kind.choices, initial=Relation.Kind.REPEALS
        )
        self.fields["since"] = DayField(label="自哪一天起", initial=since)
        self.fields["since"].error_messages["required"] = "请写明自哪一天起。"
        self.fields["note"] = forms.CharField(label="说明", required=False, max_length=300)

    def clean_more(self) -> list[Publication]:
        """The published documents meant, each by 文号 or 索引号; every line that names none is said at once."""
        found, wrong = [], []
        below = Q(organization__path__startswith=self.source.organization.path)
        for line in filter(None, (part.strip() for part in self.cleaned_data["more"].splitlines())):
            meant = published_as(line, below)
            if len(meant) == 1:
                found.append(meant[0])
            else:
                wrong.append(f"“{line}”{'不止一件，请改写索引号' if meant else '没有找到已公开的'}")
        if wrong:
            raise forms.ValidationError(f"{'；'.join(wrong)}。请核对文号。")
        return found

    def clean(self) -> dict[str, Any]:
        """The choices as pairs of target and kind."""
        given = super().clean() or {}
        chosen = [
            (one.target, given[name]) for one in self.proposed if given.get(name := f"on_{one.target.pk}")
        ]
        chosen += [
            (target, given["more_kind"]) for target in given.get("more") or [] if given.get("more_kind")
        ]
        if not chosen and not self.errors:
            raise forms.ValidationError("请至少选一件，或在“另外的文件”里写文号。")
        return {"targets": chosen, "since": given.get("since"), "note": given.get("note", "")}


class TurnBackForm(forms.Form):
    """退回 instead of publishing."""

    use_required_attribute = False  # our own sentences, not the browser's

    reasons = forms.MultipleChoiceField(
        label="退回原因", choices=[], required=False,
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "请从清单中选退回原因。"},
    )  # fmt: skip
    opinion = forms.CharField(
        label="要改什么", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="拟稿人会看到；选了原因可以不写。",
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["reasons"]
        offered.choices = list(reasons.items())


class CountersignForm(forms.Form):
    """补签."""

    use_required_attribute = False  # our own sentences, not the browser's

    opinion = forms.CharField(
        label="补签意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RefuseForm(forms.Form):
    """不同意, and what the public reads where an emergency publication goes."""

    use_required_attribute = False  # our own sentences, not the browser's

    opinion = forms.CharField(
        label="为什么不同意", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "不同意须写明理由。"},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label="撤回原因", choices=_reasons, error_messages={"required": "请选定撤回原因。"}
    )
    public_note = forms.CharField(
        label="对外说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="公众在原来的网址看到这句话。", error_messages={"required": "请写明对外说明。"},
    )  # fmt: skip

    def __init__(self, *args: Any, withdraws: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not withdraws:
            del self.fields["reason"], self.fields["public_note"]


class UndoRelationForm(forms.Form):
    """撤销有效性登记."""

    use_required_attribute = False  # our own sentences, not the browser's

    because = forms.CharField(
        label="为什么撤销", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明为什么撤销这条登记。"},
    )  # fmt: skip
