"""个人信息: applicants, letter writers, third parties. Encrypted, read through one gate, erased by one act."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """个人信息: applicants, letter writers, third parties. Encrypted, read through one gate, erased by one act."""

    name = "gongkai.apps.people"
    label = "people"
    verbose_name = "个人信息"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Encrypted columns follow a change of keys."""
        from gongkai import crypt
        from gongkai.apps.people import events  # noqa: F401
        from gongkai.apps.people.actions import renew

        crypt.register_renewal("people.party", renew)
