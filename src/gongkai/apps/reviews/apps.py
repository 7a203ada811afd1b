"""审核: any record is judged by people who wrote none of it, each step by another one."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """审核: any record is judged by people who wrote none of it, each step by another one."""

    name = "gongkai.apps.reviews"
    label = "reviews"
    verbose_name = "审核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is being judged moves along when its body gets another place in the tree."""
        from gongkai.apps.organizations.changes import register_follower
        from gongkai.apps.reviews.actions import follow

        register_follower(follow)
