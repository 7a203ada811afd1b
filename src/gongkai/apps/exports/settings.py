"""How long files are kept."""

from gongkai.apps.duties import Setting

KEPT = Setting("GONGKAI_EXPORT_DAYS", "7", "days a large export is kept for who asked for it")
