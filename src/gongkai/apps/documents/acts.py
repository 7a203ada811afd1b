"""What the floor of documents does with one, declared once: 修改, 认定公开属性, 作废登记."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai import law
from gongkai.apps.documents import actions, rules
from gongkai.apps.documents.forms import AttributeForm, DiscardForm
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.documents.views.common import cured, reach
from gongkai.apps.duties import Office
from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.organizations.permissions import CHANGE

# A document of a small unit may be reviewed and published by the body above it: then that body reads it too.
PLACES = (("organization", "section"), Office("organization"))


def _decide(user: Any, document: OfficialDocument, **typed: Any) -> OfficialDocument:
    return actions.decide_attribute(user, document, **typed)


DOCUMENTS = Acts(
    "documents.OfficialDocument", "documents", reach=reach, page="documents:detail", places=PLACES, cure=cured,
    acts=(
        Act(
            "edit", "修改", actions.change, CHANGE, rules.obstacles_to_change, route="documents:edit",
            note="登记项、正文、原件",
        ),
        Act(
            "attribute", "认定公开属性", _decide, CHANGE, rules.obstacles_to_change, route="documents:attribute",
            form=AttributeForm, many=True, basis=law.cite("attribute_first"),
            done=lambda document: f"认定为“{document.get_attribute_display()}”",
        ),
        Act(
            "discard", "作废登记", actions.discard, CHANGE, rules.obstacles_to_discard, form=DiscardForm,
            context=lambda user, document: {"lead": (
                "作废后，这件登记和它的文件都删去，不能恢复；台账里留下谁在什么时候、为什么作废。"
            )},
            note="登记错了、没有文号的", done=lambda label: f"已作废登记：{label}。",
            shown=lambda user, document: document.stage == Stage.DRAFT and not document.number,
            back=lambda document: reverse("documents:list"),
        ),
    ),
)  # fmt: skip
