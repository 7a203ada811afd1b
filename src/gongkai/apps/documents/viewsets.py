"""The editor of a document's text: Wagtail's, as a guest in our shell. Lists, registration and publishing are ours."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from wagtail.admin.compare import TextFieldComparison, diff_text
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from gongkai.apps.documents import markup, rules
from gongkai.apps.documents.actions import change
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.widgets import PaperInput
from gongkai.apps.organizations.gate import Gated
from gongkai.exceptions import Obstacle, Refused

TEXT = (
    "title",
    "issuer",
    "addressee",
    "html",
)  # the paper itself; number, dates and attribute have their own screens


_OVERTAKEN = Obstacle(
    "document:changed_since",
    "您打开以后，这件公文又存过一稿。您写的还在下面；请先到“各稿”看那一稿改了什么，核对后再存。",
)


class DocumentForm(WagtailAdminModelForm):
    """The text, cleaned on the server whatever the browser sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # where the sheet finds the pictures of this document and brings in new ones
            where = reverse("documents:pictures", args=[self.instance.pk])
            self.fields["html"].widget.attrs["data-pictures"] = where

    def clean_html(self) -> str:
        """Only what an official text is made of."""
        return markup.clean(self.cleaned_data.get("html", ""))


class TextComparison(TextFieldComparison):
    """Two versions compared by their words, paragraph by paragraph, not by their tags."""

    def htmldiff(self) -> str:
        html: str = diff_text(markup.plain(self.val_a or ""), markup.plain(self.val_b or "")).to_html()
        return html


class PaperPanel(FieldPanel):
    """The text as paper."""

    def get_comparison_class(self) -> Any:
        return TextComparison


class Ours:
    """Breadcrumbs that lead to our screens, and no side panel that counts words as if they were English."""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """公文台账 / the document / where we are."""
        document: Any = self.object  # type: ignore[attr-defined]
        return [
            {"url": reverse("documents:list"), "label": "公文台账"},
            {
                "url": reverse("documents:detail", args=[document.pk]),
                "label": document.number or document.title[:16],
            },
            {"url": "", "label": self.here},  # type: ignore[attr-defined]
        ]

    def get_side_panels(self) -> Any:
        """The preview only: state and locks stand on our page of the document, and English readability means nothing."""
        panels = super().get_side_panels()  # type: ignore[misc]
        panels[:] = [p for p in panels if isinstance(p, PreviewSidePanel)]
        return panels


class EditView(Ours, snippets.EditView):
    """The text of one document. Saving goes through the same action as every other change of it."""

    here = "编辑正文"

    def save_instance(self) -> Model:
        """One revision and one line in the ledger a save; autosaves of the same sitting count as one."""
        if self.is_out_of_date:
            raise Refused([_OVERTAKEN])
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

    def get_success_url(self) -> str:
        """Back to the document, where the next step stands."""
        return reverse("documents:detail", args=[self.object.pk])

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


class VersionsView(PermissionCheckedMixin, View):
    """各稿: every saved version of the text, with what may be done with it, in our own skeleton."""

    model = OfficialDocument
    view_name = "history"
    permission_required = "view"
    object: OfficialDocument

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The latest hundred, newest first, each with the one before it for comparison."""
        self.object = get_object_or_404(OfficialDocument, pk=pk)
        found = list(self.object.revisions.select_related("user").order_by("-created_at", "-id")[:101])
        rows = list(zip(found, [*found[1:], None], strict=True))[:100]
        may_edit = not rules.obstacles_to_change(request.user, self.object)
        context = {"document": self.object, "rows": rows, "may_edit": may_edit}
        return render(request, "documents/versions.html", context)


class CompareView(Ours, snippets.RevisionsCompareView):
    """Two versions side by side, for whoever may read the document."""

    here = "两稿对照"
    permission_required = "view"
    header_buttons: ClassVar[list[Any]] = []


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
    history_view_class = VersionsView
    revisions_compare_view_class = CompareView
    revisions_view_class = RevisionView
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading="标题"),
            FieldPanel("issuer", heading="落款机关"),
            FieldPanel("addressee", heading="主送机关"),
            PaperPanel("html", heading="正文", widget=PaperInput),
        ],
        base_form_class=DocumentForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names of screens that are not open are not given, so no button leads to them."""
        given: dict[str, Any] = super().get_common_view_kwargs(
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
        return given
