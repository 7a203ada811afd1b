"""The editor of a document's text: Wagtail's, as a guest in our shell. Lists, registration and publishing are ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.widgets import HeaderButton
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from gongkai.apps.documents import markup
from gongkai.apps.documents.actions import change
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.widgets import PaperInput
from gongkai.apps.organizations.gate import Gated
from gongkai.exceptions import Refused

TEXT = ("title", "issuer", "addressee", "html")  # the paper itself; number, dates and attribute have their own screens


class DocumentForm(WagtailAdminModelForm):
    """The text, cleaned on the server whatever the browser sent."""

    def clean_html(self) -> str:
        """Only what an official text is made of."""
        return markup.clean(self.cleaned_data.get("html", ""))


class Ours:
    """Breadcrumbs that lead to our screens, and no side panel that counts words as if they were English."""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """公文台账 / the document / where we are."""
        document: Any = self.object  # type: ignore[attr-defined]
        return [
            {"url": reverse("documents:list"), "label": "公文台账"},
            {"url": reverse("documents:detail", args=[document.pk]), "label": document.label[:40]},
            {"url": "", "label": self.here},  # type: ignore[attr-defined]
        ]

    def get_side_panels(self) -> Any:
        """Without the panel of checks: its readability figures mean nothing in Chinese."""
        panels = super().get_side_panels()  # type: ignore[misc]
        panels[:] = [p for p in panels if not isinstance(p, ChecksSidePanel)]
        return panels


class EditView(Ours, snippets.EditView):
    """The text of one document. Saving goes through the same action as every other change of it."""

    here = "编辑正文"

    def save_instance(self) -> Model:
        """One revision and one line in the ledger a save; autosaves of the same sitting count as one."""
        fields = {name: self.form.cleaned_data[name] for name in TEXT if name in self.form.cleaned_data}
        document = change(self.request.user, self.object, fields, replacing=self.overwrite_revision)
        self.new_revision = document.get_latest_revision()
        return document

    def form_valid(self, form: forms.BaseForm) -> Any:
        """A refusal of the action is shown like any other error of the form; nothing typed is lost."""
        try:
            return super().form_valid(form)
        except Refused as refused:
            for obstacle in refused.obstacles:
                form.add_error(None, obstacle.sentence)
            self.produced_error_code = "refused"
            self.produced_error_message = str(refused)
            return self.form_invalid(form)

    def get_success_message(self, instance: Any = None) -> str:
        return "已保存。"

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_error_message(self) -> str:
        return "没有保存成功，请改标出的地方；您填的都还在。"

    @property
    def header_more_buttons(self) -> list[Any]:
        """No copying, deleting or inspecting here."""
        return []


class HistoryView(Ours, snippets.HistoryView):
    """Versions of the text, for whoever may read the document."""

    here = "各稿"
    any_permission_required = ["view"]

    def user_can_unschedule(self) -> bool:
        return False


class CompareView(snippets.RevisionsCompareView):
    """Two versions side by side, for whoever may read the document."""

    permission_required = "view"


class RevisionView(snippets.PreviewRevisionView):
    """One version as paper, for whoever may read the document."""

    permission_required = "view"


class DocumentViewSet(Gated, SnippetViewSet):
    """Edit, compare, preview. What is a duty (publish, withdraw, delete, lock) or a list is not Wagtail's here."""

    model = OfficialDocument
    base_url_path = "documents"
    admin_url_namespace = "office_documents"
    icon = "doc-full"
    menu_hook = None
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 20
    edit_view_class = EditView
    history_view_class = HistoryView
    revisions_compare_view_class = CompareView
    revisions_view_class = RevisionView
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading="标题"),
            FieldPanel("issuer", heading="落款机关"),
            FieldPanel("addressee", heading="主送机关"),
            FieldPanel("html", heading="正文", widget=PaperInput),
        ],
        base_form_class=DocumentForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names of screens that are not open are not given, so no button leads to them."""
        return super().get_common_view_kwargs(
            **{
                "index_url_name": "documents:list",
                "index_results_url_name": None,
                "delete_url_name": None,
                "copy_url_name": None,
                "inspect_url_name": None,
                "usage_url_name": None,
                "lock_url_name": None,
                "unlock_url_name": None,
                "unpublish_url_name": None,
                "revisions_unschedule_url_name": None,
                **kwargs,
            }
        )
