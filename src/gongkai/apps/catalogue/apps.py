"""目录: columns and topics under which information is kept open."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """目录: columns and topics under which information is kept open."""

    name = "gongkai.apps.catalogue"
    label = "catalogue"
    verbose_name = "目录"
    default_auto_field = "django.db.models.BigAutoField"
