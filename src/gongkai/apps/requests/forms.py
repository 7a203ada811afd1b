"""What acts on a case ask to be typed."""

from __future__ import annotations

from gongkai.desk.forms import DayField, Form


class DayForm(Form):
    """One day; left empty it is today."""

    on = DayField(label="哪一天", required=False, help_text="不填就是今天。")
