"""What is typed about a letter."""

from django import forms

from gongkai.desk.forms import REQUIRED, Form


class AnswerForm(Form):
    """拟答."""

    answer = forms.CharField(label="答复", widget=forms.Textarea, error_messages=REQUIRED)
