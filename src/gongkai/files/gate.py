"""What may be kept at all, judged by the bytes before anything is unpacked: kind against ending, bombs, macros, locks."""

from __future__ import annotations

import io
import zipfile

import filetype

from gongkai.exceptions import Unreadable
from gongkai.files.kinds import kind_of

_UNPACKED = 1024 * 1024 * 1024
_FEW = 50_000_000
# ending → what its bytes must be. Older Word and WPS files are OLE containers; the newer ones, OFD and ODF are zip.
FAMILY = {
    "docx": "zip", "xlsx": "zip", "pptx": "zip", "ofd": "zip", "odt": "zip", "ods": "zip", "zip": "zip",
    "doc": "ole", "xls": "ole", "wps": "ole", "et": "ole",
    "pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "tif": "tiff", "tiff": "tiff", "rtf": "text",
    "txt": "text", "csv": "text", "html": "text", "htm": "text",
}  # fmt: skip
_KNOWN = {
    "docx": "zip",
    "xlsx": "zip",
    "zip": "zip",
    "ole": "ole",
    "pdf": "pdf",
    "jpg": "jpg",
    "png": "png",
    "tiff": "tiff",
}
_ODF = {"odt", "ods"}


def family_of(data: bytes) -> str:
    """What the bytes really are: zip, ole, pdf, jpg, png, tiff, text, or other."""
    if kind := kind_of(data):
        return _KNOWN.get(kind, "other")
    if filetype.guess_extension(data[:4096]) not in {None, "rtf"}:
        return "other"
    return "text" if b"\x00" not in data[:4096] or data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "other"


def admit(data: bytes, suffix: str) -> None:
    """Refuse what is not what its ending says, is locked, swollen, or carries macros: Unreadable without the name."""
    family = family_of(data)
    if family == "ole" and FAMILY[suffix] == "zip" and _ole_holds(data, "EncryptedPackage"):
        raise Unreadable("设有打开密码，请先去掉密码（打开后另存为不加密的文件）再传。")
    if family != FAMILY[suffix]:
        raise Unreadable(f"的内容与扩展名 .{suffix} 不符，请用原来的软件另存后再传。")
    if family == "ole" and _ole_holds(data, "_VBA_PROJECT"):
        raise Unreadable(f"带有宏，不能收；请另存为不带宏的 .{suffix}。")
    if family == "zip":
        _admit_archive(data, suffix)


def _admit_archive(data: bytes, suffix: str) -> None:
    try:
        parts = contents(data)
    except zipfile.BadZipFile as error:
        raise Unreadable("已损坏，打不开；请用原来的软件另存后再传。") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _UNPACKED or (unpacked > _FEW and unpacked > 200 * len(data)):
        raise Unreadable("展开后过大，疑为压缩炸弹，没有收下。")
    if has_macros(parts, suffix in _ODF):
        raise Unreadable(f"带有宏，不能收；请另存为不带宏的 .{suffix}。")


def contents(data: bytes) -> list[zipfile.ZipInfo]:
    """What a zip says it holds, nothing unpacked. BadZipFile for whatever is no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (OSError, ValueError, NotImplementedError) as error:
        raise zipfile.BadZipFile from error


def has_macros(parts: list[zipfile.ZipInfo], odf: bool = False) -> bool:
    """Whether programs lie in an Office file: VBA, sheets of macros; in an ODF file Basic and other scripts."""
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    inside = ("basic/", "scripts/") if odf else ("xl/macrosheets/",)
    return any(
        name.endswith("vbaproject.bin") or (name.startswith(inside) and not name.endswith("/"))
        for name in names
    )


def table(data: bytes, most: int, unpacked: int) -> None:
    """Refuse what is no table that somebody filled in. most, unpacked: bytes as sent and as they lie in it."""
    if len(data) > most:
        raise Unreadable(f"文件超过 {most // 1024 // 1024} MB，不像一张填好的表，请检查。")
    try:
        parts = contents(data)
    except zipfile.BadZipFile as error:
        raise Unreadable("不是 xlsx 文件。请用下载的模板填写，不要用 xls 或 csv。") from error
    if sum(part.file_size for part in parts) > unpacked or len(parts) > 500:
        raise Unreadable("文件展开后过大，不像一张填好的表，请检查。")
    if has_macros(parts):
        raise Unreadable("文件带有宏，不能导入。请另存为不带宏的 xlsx。")


def _ole_holds(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file names such a part."""
    return name.encode("utf-16-le") in data
