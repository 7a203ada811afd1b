"""What a sending leaves behind."""

from django.db import models

from gongkai.apps.organizations.models import Organization


class Case(models.Model):
    """A request, as far as receiving it goes. draft: which client's sending it was, told by its own words."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    draft = models.CharField(max_length=40)
    wanted = models.TextField()

    class Meta:
        app_label = "bench_intake"
