"""公开发布: submission, reviews, publication, correction, withdrawal."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """公开发布: submission, reviews, publication, correction, withdrawal."""

    name = "gongkai.apps.publishing"
    label = "publishing"
    verbose_name = "公开发布"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What waits for a second person moves along when its body gets another place in the tree."""
        from gongkai.apps.organizations.changes import register_follower
        from gongkai.apps.publishing.actions.following import follow

        register_follower(follow)
