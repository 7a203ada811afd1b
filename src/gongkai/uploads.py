"""Files that come in, from staff and from citizens: checked by content and size, and by the virus scanner where one is
set, before anything is kept."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Collection

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gongkai import scanner
from gongkai.exceptions import Unreadable

# suffix → media type; what officials attach. Macros, programs and pages with script have no place here.
ALLOWED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works",
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
# Older Word and WPS files are OLE containers; the newer ones and OFD are zip archives.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAMILY = {
    "docx": "zip", "xlsx": "zip", "pptx": "zip", "ofd": "zip", "zip": "zip",
    "doc": "ole", "xls": "ole", "wps": "ole",
    "pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png",
    "txt": "text", "csv": "text", "html": "text", "htm": "text",
}  # fmt: skip
_MACRO = ("vbaproject.bin",)
_LIMIT_UNPACKED = 1024 * 1024 * 1024


def family_of(data: bytes) -> str:
    """What the bytes really are: zip, ole, pdf, jpg, png, text, or other."""
    if data.startswith(_OLE):
        return "ole"
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    kind = filetype.guess_extension(data[:4096])
    if kind in {"jpg", "png"}:
        return str(kind)
    if kind is None and (b"\x00" not in data[:4096] or data[:2] in {b"\xff\xfe", b"\xfe\xff"}):
        return "text"
    return "other"


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
    if family_of(data) != _FAMILY[suffix]:
        raise Unreadable(f"“{name}”的内容与扩展名 .{suffix} 不符，请用原来的软件另存后再传。")
    if _FAMILY[suffix] == "zip":
        _check_archive(name, suffix, data)
    scanner.check(name, data)
    return name, data, ALLOWED[suffix], hashlib.sha256(data).hexdigest()


def _check_archive(name: str, suffix: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(f"“{name}”已损坏，打不开；请用原来的软件另存后再传。") from error
    unpacked = sum(m.file_size for m in members)
    if unpacked > _LIMIT_UNPACKED or (unpacked > 50_000_000 and unpacked > 200 * len(data)):
        raise Unreadable(f"“{name}”展开后过大，疑为压缩炸弹，没有收下。")
    if any(m.filename.lower().endswith(_MACRO) for m in members):
        raise Unreadable(f"“{name}”带有宏，不能收；请另存为不带宏的 .{suffix}。")
