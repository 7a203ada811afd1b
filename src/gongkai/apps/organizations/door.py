"""The door: every address under the staff mount is closed until it is classified, for everybody.

What is open, and what each open address asks of who comes, is one table (setting STAFF_ROUTES). Where an address
names a record, the door itself looks whether the record is in reach, so a view that forgets to ask does not leak.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string

from gongkai.apps.duties.needs import Below, Level, Needs, Office
from gongkai.apps.organizations.permissions import (
    at_offices,
    grants,
    overseen,
    owes_code,
    scope_filter,
    verbs_anywhere,
)
from gongkai.apps.organizations.views.signin import ask_to_sign_in

log = logging.getLogger("gongkai.door")


@cache
def _table(dotted: str) -> Mapping[str, Needs]:
    table: Mapping[str, Needs] = import_string(dotted)
    return table


def routes() -> Mapping[str, Needs]:
    """View name → what it asks. A name that is missing is closed."""
    return _table(settings.STAFF_ROUTES)


def in_reach(user: Any, needs: Needs, kwargs: Mapping[str, Any]) -> bool:
    """Whether the record named by the address is the user's own, or where he holds one of the verbs."""
    model = apps.get_model(needs.of)
    reach = Q(**{needs.owner: user.pk}) if needs.owner else Q(pk__in=[])
    for place in () if needs.owner else needs.places:
        if isinstance(place, Below):
            reach |= overseen(user, place.body)
            continue
        for verb in needs.verbs:
            if isinstance(place, Office):
                reach |= at_offices(user, verb, place.body)
            else:
                reach |= scope_filter(user, verb, *place)
    try:
        record: QuerySet[Model] = model._base_manager.filter(**{needs.field: kwargs[needs.by]})
        return record.filter(reach).exists()
    except (ValueError, ValidationError):
        return False


def admits(user: Any, needs: Needs, kwargs: Mapping[str, Any]) -> bool:
    """Whether a signed-in user may pass."""
    if needs.level is not Level.POST:
        return True
    if not grants(user):
        return False
    if needs.verbs and not set(needs.verbs) & verbs_anywhere(user):
        return False
    return not needs.of or in_reach(user, needs, kwargs)


class Door:
    """Middleware over the staff mount; stands after authentication and the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse with 404, ask to sign in, or let the view answer."""
        if not request.path_info.startswith(settings.STAFF_PREFIX):
            return None
        match = request.resolver_match
        needs = routes().get(match.view_name) if match else None
        if needs is None:
            log.warning("closed: %s (%s)", match.view_name if match else "", request.path_info)
            raise Http404
        if needs.level is Level.ANYONE:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if getattr(request.user, "must_change_password", False) and needs.level is not Level.SIGNED_IN:
            return HttpResponseRedirect(reverse("account:password"))
        if needs.level is Level.POST and not grants(request.user):
            return ask_to_sign_in(request)
        if needs.level is Level.POST and owes_code(request.user):
            return HttpResponseRedirect(reverse("account:code"))
        if not admits(request.user, needs, kwargs):
            raise Http404
        return None
