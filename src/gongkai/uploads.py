"""Files that come in, from staff and from citizens: checked by content and size, and by the virus scanner where one is
set, before anything is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gongkai import scanner
from gongkai.exceptions import Unreadable
from gongkai.files import gate

# suffix → media type; what officials attach. Macros, programs and pages with script have no place here.
ALLOWED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ofd": "application/ofd",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "html": "text/html",
    "htm": "text/html",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
# What scanners and fax machines write, page after page; only where a form names it, for no browser shows it.
SCANNED = {"tif": "image/tiff", "tiff": "image/tiff"}


def receive(
    upload: UploadedFile[bytes], *, only: Collection[str] = (), megabytes: int = 0
) -> tuple[str, bytes, str, str]:
    """Name, bytes, media type and SHA-256 of an upload that may be kept; Unreadable with one sentence if not.

    only: the suffixes that this form takes, all of ALLOWED where none is named. megabytes: its own, smaller limit.
    """
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2].strip()[:200] or "未命名"
    limit = megabytes or settings.UPLOAD_LIMIT_MB
    taken = set(only) or set(ALLOWED)
    if (upload.size or 0) > limit * 1024 * 1024:
        raise Unreadable(
            f"“{name}”有 {(upload.size or 0) // (1024 * 1024)} MB，超过 {limit} MB 的上限，请拆分后再传。"
        )
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix not in taken:
        raise Unreadable(f"“{name}”不是可以收的文件类型；可收：{'、'.join(sorted(taken))}。")
    data = upload.read()
    if not data:
        raise Unreadable(f"“{name}”是空文件，请检查后重新上传。")
    try:
        gate.admit(data, suffix)
    except Unreadable as error:
        raise Unreadable(f"“{name}”{error.sentence}") from error
    scanner.check(name, data)
    return name, data, (ALLOWED | SCANNED)[suffix], hashlib.sha256(data).hexdigest()
