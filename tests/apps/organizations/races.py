"""Several hands at one moment, on a database of its own: run in a process of their own, which prints what came of it.

`installation` in conftest.py runs one of these by name.
"""

from __future__ import annotations

import json
import sys
import threading


def together(acts):
    """Run the acts in threads that start at one moment; what each gave, or the codes of what it was refused for."""
    from django.db import connections

    from gongkai.exceptions import Refused

    gate, given, refused, broken = threading.Barrier(len(acts)), [], [], []

    def run(act):
        try:
            gate.wait(60)
            given.append(act())
        except Refused as error:
            refused.append(sorted(o.code for o in error.obstacles))
        except BaseException as error:
            broken.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if broken:
        raise SystemExit(f"broken: {broken}")
    return given, refused


def sign_in():
    """Sixteen tries of one account."""
    from gongkai.apps.ledger.models import Entry
    from gongkai.apps.organizations.actions import signin
    from gongkai.apps.organizations.models import User

    User.objects.create_user("lihua", password="x", name="李华")

    def attempt():
        made = signin.begin("lihua", "10.0.0.1")
        if made.refused:
            return False
        signin.failed(made)
        return True

    given, _ = together([attempt] * 16)
    lines = Entry.objects.filter(event="organizations:sign_in_locked").count()
    return {
        "made": sum(given), "answers": len(given), "lines": lines, "locked_minutes": signin.locked_minutes("lihua", ""),
    }  # fmt: skip


def _town():
    from gongkai.apps.organizations.actions.bodies import plant
    from gongkai.apps.organizations.models import Kind, Membership, Role, Scope, User

    root = plant(parent=None, kind=Kind.CITY, name="云川市教育局", slug="yunchuan")
    for n in range(4):
        place = plant(parent=root, kind=Kind.DISTRICT, name=f"第{n}区教育局", slug=f"d{n}")
        plant(parent=place, kind=Kind.SCHOOL, name=f"第{n}小学", slug=f"s{n}")
    top = User.objects.create_user("top", password="x", name="上级")
    Membership.objects.create(
        user=top, organization=root, role=Role.ADMIN, scope=Scope.SUBTREE, valid_from="2020-01-01"
    )


def _place(slug):
    from gongkai.apps.organizations.models import Organization

    return Organization.objects.get(slug=slug)


def _user():
    from gongkai.apps.organizations.models import User

    return User.objects.get(username="top")


def _move(slug, parent):
    from gongkai.apps.organizations.actions import bodies

    one, under = _place(slug), _place(parent)  # read before anybody holds anything, as a screen does
    return lambda: bodies.move(_user(), one, under, reason="x")


def _new(slug, parent):
    from gongkai.apps.organizations.actions import bodies

    under = _place(parent)
    return lambda: str(bodies.create(_user(), parent=under, kind="section", name="教务处", slug=slug))


def _torn():
    from gongkai.apps.organizations.models import Organization

    return [
        place.slug for place in Organization.objects.select_related("parent")
        if place.path != (place.parent.path if place.parent else "") + f"{place.pk:06d}"
    ]  # fmt: skip


def circle():
    """Two bodies, each put below the other; put right again, four times."""
    _town()
    refused, torn = [], []
    for _ in range(4):
        refused += together([_move("d0", "d1"), _move("d1", "d0")])[1]
        torn += _torn()
        below = "d0" if _place("d0").parent.slug == "d1" else "d1"
        _move(below, "yunchuan")()
        torn += _torn()
    return {"refused": refused, "torn": torn}


def family():
    """A parent, its child, its new parent and a new section, all on the move."""
    _town()
    _, refused = together([_move("d0", "d1"), _move("s0", "d2"), _move("d1", "d2"), _new("new", "d0")])
    parents = {slug: _place(slug).parent.slug for slug in ("d1", "s0", "d0", "new")}
    return {"torn": _torn(), "refused": refused, "parents": parents}


def twins():
    """Three sections of one name."""
    _town()
    _, refused = together([_new(f"jw{n}", "d0") for n in range(3)])
    return {"refused": refused, "count": _place("d0").children.filter(name="教务处").count()}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]]()))
