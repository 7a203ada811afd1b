"""公文: registered, numbered, its attribute decided. Its page and its review stand on the floor of `publishing`."""

from __future__ import annotations

from gongkai.apps.documents import figures, home
from gongkai.apps.documents.acts import DOCUMENTS, PLACES
from gongkai.apps.documents.handover import DRAFTS
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.duties import Duty, Entry, Figures, Group, Mount, Needs, Record, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.models import Role


def document(*verbs: str) -> Needs:
    """An address about one document."""
    return needs(*verbs, of="documents.OfficialDocument", places=PLACES)


_VIEW = frozenset({p.VIEW})
DUTY = Duty(
    code="documents",
    name="公文",
    powers={
        Role.INFORMANT: {p.DRAFT, p.CHANGE},
        Role.SECTION_HEAD: {p.DRAFT, p.CHANGE},
        Role.OFFICE: {p.DRAFT, p.CHANGE, p.REGISTER_NUMBERS},
    },
    routes={
        "documents:list": needs(p.VIEW),
        "documents:export": needs(p.EXPORT),
        "documents:new": needs(p.DRAFT),
        "documents:confirm": needs(p.DRAFT),
        "documents:waiting_picture": needs(p.DRAFT),
        "documents:register": needs(p.VIEW),
        "documents:register_export": needs(p.EXPORT),
        "documents:explain": needs(p.REGISTER_NUMBERS),
        "documents:edit": document(p.CHANGE),
        "documents:attribute": document(p.CHANGE),
        "documents:attach": document(p.CHANGE),
        "documents:file": document(p.VIEW),
        "documents:detach": document(p.CHANGE),
        "documents:pictures": document(p.CHANGE),
        "documents:picture_add": document(p.CHANGE),
        "documents:picture": document(p.VIEW),
        # Wagtail's editor as a guest
        "office_documents:edit": document(p.CHANGE),
        "office_documents:preview_on_edit": document(p.CHANGE),
        "office_documents:history": document(p.VIEW),
        "office_documents:revisions_view": document(p.VIEW),
        "office_documents:revisions_compare": document(p.VIEW),
        "office_documents:revisions_revert": document(p.CHANGE),
    },
    staff=(Mount("documents/", "gongkai.apps.documents.urls:urlpatterns", "documents"),),
    menu=(
        Entry(
            "文", "公文台账", "documents:list", _VIEW, Group.DOCUMENTS, position=10, unit="本单位公文",
            also=("documents:", "office_documents:"),
        ),
        Entry(
            "登", "登记公文", "documents:new", frozenset({p.DRAFT}), Group.DOCUMENTS, position=20,
            also=("documents:confirm",), unit="交一件公文", starts="登记公文",
        ),
        Entry(
            "录", "流水目录", "documents:register", _VIEW, Group.DOCUMENTS, position=30,
            also=("documents:register", "documents:explain"),
        ),
    ),
    records=(Record("documents.DocumentFile", "附件", via="document"),),
    acts=(DOCUMENTS,),
    handover=(DRAFTS,),
    publishable=(DOCUMENT,),
    figures=(Figures(figures.figures, ("documents.OfficialDocument",), figures.describe),),
    piles=home.piles,
    drafts=home.drafts,
)  # fmt: skip
