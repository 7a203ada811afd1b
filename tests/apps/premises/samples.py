"""For the test of leaks."""

from gongkai.apps.catalogue.models import Column


def make(house, secret):
    """A column of the body."""
    return {
        "catalogue.Column": Column.objects.create(
            organization=house.body, slug="geheim", name=f"{secret}栏", position=9
        )
    }
