"""公文: number, attribute, files."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """公文: number, attribute, files."""

    name = "gongkai.apps.documents"
    label = "documents"
    verbose_name = "公文"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put documents under the policy before Wagtail asks for one."""
        from gongkai.apps.documents.models import OfficialDocument
        from gongkai.apps.organizations.policy import guard

        guard(OfficialDocument)
