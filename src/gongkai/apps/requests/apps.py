"""依申请公开: requests for information, from receipt to archive."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """依申请公开: requests for information, from receipt to archive."""

    name = "gongkai.apps.requests"
    label = "requests"
    verbose_name = "依申请公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who may read the people and the files of a case, and what an erasure takes from it."""
        from gongkai import crypt
        from gongkai.apps.exports import packages
        from gongkai.apps.intake import gate as files
        from gongkai.apps.people import gate as people
        from gongkai.apps.requests import permissions as own
        from gongkai.apps.requests import vault
        from gongkai.apps.requests.actions.archiving import PACKAGE
        from gongkai.apps.requests.models import Complaint, Request

        people.register(Request, people.Holding(own.may_read, own.closed_on, own.forget))
        people.register(
            Complaint, people.Holding(own.may_read, own.complaint_ended_on, own.forget_complainant)
        )
        files.register(Request, own.may_read)
        packages.register(PACKAGE)
        crypt.register_renewal("requests.redaction", vault.renew)
