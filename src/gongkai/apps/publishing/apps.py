"""公开发布: submission, reviews, publication, correction, withdrawal."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """公开发布: submission, reviews, publication, correction, withdrawal."""

    name = "gongkai.apps.publishing"
    label = "publishing"
    verbose_name = "公开发布"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The list of documents hears what is public."""
        from gongkai.apps.documents.publicity import register_source
        from gongkai.apps.publishing.queries import publicity

        register_source(publicity)
